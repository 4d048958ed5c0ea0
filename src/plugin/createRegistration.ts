import { readCredentials, readProvision } from '../makapix/registration.js';
import type { Credentials } from '../makapix/registration.js';
import type { PairingState } from '../pages/pairingPage.js';
import { beginRequest } from '../tvx/beginRequest.js';
import { get } from '../tvx/get.js';
import { parseJson } from './parseJson.js';

/** What a server has given this TV. */
export interface Paired extends Credentials {
  playerKey: string;
}

interface RegistrationOptions {
  /** Where `/provision` and `/{player_key}/credentials` are; without a slash at its end. */
  url: string;
  /** What the server is told: `device_model`, `firmware_version`, and `device_id` where the TV has one. */
  device: Record<string, string>;
  /** Another code is there, or a problem. */
  changed: () => void;
  /** The owner has typed the code. Nothing is asked any more. */
  paired: (given: Paired) => void;
}

export interface Registration {
  /** What is to be shown, as soon as that is known. Asked for the first time, it begins. */
  state: () => Promise<PairingState>;
  /** Asks for another code. */
  renew: () => Promise<PairingState>;
  /** Whether the TV is away: then nobody sees a code, and nothing is asked. Back again, it asks at once. */
  setAway: (isAway: boolean) => void;
}

const SECOND_MS = 1000;
const ANSWER_WITHIN_MS = 10 * SECOND_MS;
/** How long a code is good (Makapix) where the server does not say so, or says what cannot be. */
const CODE_LASTS_MS = 900 * SECOND_MS;
const LONGEST_CODE_MS = 86_400 * SECOND_MS;
/** Makapix wants its players to ask so often; a server that gives a secret to ask with is ready for more. */
const POLL_MS = 5 * SECOND_MS;
const EAGER_POLL_MS = 2 * SECOND_MS;
/** After a problem: twice as long each time. */
const AGAIN_MS = 5 * SECOND_MS;
const AGAIN_AT_MOST_MS = 300 * SECOND_MS;

/** A TV and a server, from a code on the screen to a token. No promise is ever rejected. */
export function createRegistration({ url, device, changed, paired }: RegistrationOptions): Registration {
  let isAway = false;
  let failures = 0;
  /** What an earlier round answers does not count any more. */
  let round = 0;
  let shown: Promise<PairingState> | null = null;
  /** What comes next, and when; whether the server has not said that it wants to be left alone until then. */
  let next: () => void = () => undefined;
  let nextAtMs = Infinity;
  let mayHurry = false;
  let timer: ReturnType<typeof setTimeout>;

  const arm = (): void => {
    clearTimeout(timer);
    if (!isAway && nextAtMs < Infinity) timer = setTimeout(next, Math.max(0, nextAtMs - Date.now()));
  };
  const later = (run: () => void, atMs: number): void => {
    next = run;
    nextAtMs = atMs;
    arm();
  };

  const ask = (path: string, bearer: string | null, body: object | null) => {
    const begun = beginRequest(url + path, false, bearer, body);
    nextAtMs = Infinity;
    arm();
    return get(url + path, ANSWER_WITHIN_MS, begun).then((answer) => {
      const isAnswer = typeof answer === 'object';
      const isRefused = isAnswer && answer.status === 429;
      mayHurry = !isRefused;
      const wait = isRefused && /^retry-after: *(\d+)/im.exec(begun!.request.getAllResponseHeaders());
      return {
        answer,
        json: isAnswer && answer.status < 300 ? parseJson(answer.text) : null,
        nowMs: isAnswer && answer.date ? Date.parse(answer.date) : NaN,
        /** How long the server wants to be left alone; null: it does not say so. */
        waitMs: wait ? +wait[1]! * SECOND_MS : isRefused ? AGAIN_AT_MOST_MS : null,
      };
    });
  };

  /** @param asked a request for a code, whose answer has none */
  const problemOf = ({ answer, waitMs }: Awaited<ReturnType<typeof ask>>): PairingState => {
    const untilMs = Date.now() + (waitMs ?? Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * Math.pow(2, failures++)));
    later(renewed, untilMs);
    return {
      message:
        waitMs !== null
          ? 'gives this TV no more codes for now'
          : typeof answer === 'string'
            ? 'does not answer, or does not let this page read its answer (CORS)'
            : answer.status < 300
              ? 'answers with something else than a code'
              : `answered with the status ${answer.status}`,
      untilMs,
    };
  };

  function provision(): Promise<PairingState> {
    const mine = ++round;
    return ask('/provision', null, device).then((asked) => {
      // who has asked again meanwhile waits for that
      if (mine !== round) return shown!;
      const given = readProvision(asked.json);
      if (!given) return problemOf(asked);
      failures = 0;
      const { playerKey, code, expiresAt, dashboardUrl, qrUrl, pollSecret } = given;
      const nowMs = Date.now();
      const saidMs = Date.parse(expiresAt) - (asked.nowMs || nowMs);
      const lastsMs = saidMs > 0 && saidMs < LONGEST_CODE_MS ? saidMs : CODE_LASTS_MS;
      const untilMs = nowMs + lastsMs;
      const paceMs = pollSecret ? EAGER_POLL_MS : POLL_MS;
      /** The clock may be set back meanwhile. */
      let left = lastsMs / paceMs;
      const poll = (): void => {
        const beganMs = Date.now();
        if (beganMs >= untilMs || --left < 0) renewed();
        else
          void ask(`/${playerKey}/credentials`, pollSecret, null).then(({ json, waitMs }) => {
            if (mine !== round) return;
            const credentials = readCredentials(json);
            if (credentials) paired({ ...credentials, playerKey });
            else later(poll, beganMs + (waitMs ?? paceMs));
          });
      };
      later(poll, nowMs + paceMs);
      return { code, untilMs, dashboardUrl, qrUrl };
    });
  }
  const renew = (): Promise<PairingState> => (shown = provision());
  function renewed(): void {
    void renew().then(changed);
  }

  return {
    state: () => shown ?? renew(),
    renew,
    setAway: (away) => {
      isAway = away;
      if (mayHurry && !away && nextAtMs < Infinity) nextAtMs = 0;
      arm();
    },
  };
}
