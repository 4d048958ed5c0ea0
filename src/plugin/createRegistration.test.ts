import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRegistration, type Paired } from './createRegistration.js';

const URL = 'http://own.example/api/player';
const KEY = 'a49f8f48-3f71-4a50-8b1b-44ae80facc35';
const START = Date.parse('2026-11-27T12:00:00Z');
const SECOND = 1000;

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** What a server answers; 0 = it does not, or not to this page. */
interface Answer {
  status: number;
  json?: unknown;
  headers?: string;
}
const problem = (status: number, headers = ''): Answer => ({ status, headers });
const json = (value: unknown): Answer => ({ status: 200, json: value });

/** A server, a TV that registers with it, and what was asked: seconds since the start, and what. */
function world(more: Record<string, unknown> = { poll_secret: 'secret' }) {
  const asked: [number, string][] = [];
  const state = {
    provision: (): Answer => ({
      status: 201,
      json: {
        player_key: KEY,
        registration_code: 'ABC234',
        registration_code_expires_at: new Date(START + 900 * SECOND).toISOString(),
        ...more,
      },
    }),
    credentials: (): Answer => problem(404),
  };
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      readyState = 1;
      status = 0;
      responseText = '';
      responseURL = '';
      onreadystatechange: (() => void) | null = null;
      private url = '';
      private bearer = 'nothing';
      private headers = '';
      open(_method: string, url: string) {
        this.url = url;
      }
      setRequestHeader(name: string, value: string) {
        if (name === 'Authorization') this.bearer = value;
      }
      getAllResponseHeaders() {
        return this.headers;
      }
      abort() {
        this.onreadystatechange = null;
      }
      send(body: string | null) {
        const isProvision = this.url === `${URL}/provision`;
        if (!isProvision) expect(this.url).toBe(`${URL}/${KEY}/credentials`);
        asked.push([
          (Date.now() - START) / SECOND,
          isProvision ? `provision ${body}` : `credentials ${this.bearer}`,
        ]);
        const answer = isProvision ? state.provision() : state.credentials();
        void Promise.resolve().then(() => {
          this.readyState = 4;
          this.status = answer.status;
          this.responseText = answer.status ? JSON.stringify(answer.json ?? 'no') : '';
          this.headers = answer.headers ?? '';
          this.onreadystatechange?.();
        });
      }
    },
  );
  const given: Paired[] = [];
  let changes = 0;
  const registration = createRegistration({
    url: URL,
    device: { device_model: 'TV' },
    changed: () => {
      changes++;
    },
    paired: (what) => void given.push(what),
  });
  const timesOf = (word: string) => asked.filter(([, what]) => what.startsWith(word)).map(([atS]) => atS);
  return {
    asked,
    given,
    state,
    registration,
    changes: () => changes,
    polls: () => timesOf('credentials'),
    codes: () => timesOf('provision'),
    begin: () => registration.state(),
    wait: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * SECOND),
  };
}

it('asks for a code once, and for credentials every 2 s, with the secret', async () => {
  const tv = world();
  expect(await tv.begin()).toEqual({
    code: 'ABC234',
    untilMs: START + 900 * SECOND,
    dashboardUrl: null,
    qrUrl: null,
  });
  await tv.registration.state();
  await tv.wait(7);
  expect(tv.asked).toEqual([
    [0, 'provision {"device_model":"TV"}'],
    [2, 'credentials Bearer secret'],
    [4, 'credentials Bearer secret'],
    [6, 'credentials Bearer secret'],
  ]);
});

it('asks a server that gives no secret every 5 s, with nothing', async () => {
  const tv = world({});
  await tv.begin();
  await tv.wait(11);
  expect(tv.asked.slice(1)).toEqual([
    [5, 'credentials nothing'],
    [10, 'credentials nothing'],
  ]);
});

it('hands over what it is given, and asks for nothing more', async () => {
  const tv = world();
  await tv.begin();
  tv.state.credentials = () => json({ api_token: 'token' });
  await tv.wait(20);
  expect(tv.given).toEqual([{ playerKey: KEY, token: 'token', username: null, password: null }]);
  expect(tv.polls()).toEqual([2]);
});

it('asks for nothing while the TV is away, and at once when it is back', async () => {
  const tv = world();
  await tv.begin();
  tv.registration.setAway(true);
  await tv.wait(60);
  expect(tv.polls()).toEqual([]);
  tv.registration.setAway(false);
  await tv.wait(3);
  expect(tv.polls()).toEqual([60, 62]);
});

it('has another code when the first has expired, by itself', async () => {
  const tv = world();
  const until = (seconds: number) => ({
    player_key: KEY,
    registration_code: 'ABC234',
    poll_secret: 'secret',
    registration_code_expires_at: new Date(Date.now() + seconds * SECOND).toISOString(),
  });
  tv.state.provision = () => json(until(10));
  await tv.begin();
  await tv.wait(11);
  expect(tv.codes()).toEqual([0, 10]);
  expect(tv.changes()).toBe(1);
});

it('goes by the server’s clock, and the TV’s is wrong by an hour', async () => {
  const tv = world({ registration_code_expires_at: new Date(START - 3000 * SECOND).toISOString() });
  const { provision } = tv.state;
  const date = new Date(START - 3600 * SECOND).toUTCString();
  tv.state.provision = () => ({ ...provision(), headers: `date: ${date}` });
  expect(await tv.begin()).toMatchObject({ untilMs: START + 600 * SECOND });
});

it.each(['1970-01-01T00:00:00Z', '2126-01-01T00:00:00Z', 'soon', null])(
  'takes a code to be good for 15 min where the server says %s',
  async (said) => {
    const tv = world({ registration_code_expires_at: said });
    expect(await tv.begin()).toMatchObject({ untilMs: START + 900 * SECOND });
  },
);

it('has another code also where the clock is set back meanwhile', async () => {
  const tv = world();
  await tv.begin();
  vi.setSystemTime(START - 86_400 * SECOND);
  await tv.wait(902);
  expect(tv.codes().length).toBe(2);
});

it.each([
  ['is full', () => problem(500), 'answered with the status 500'],
  ['has no code', () => json({}), 'answers with something else than a code'],
  ['is no server', () => json('<html>'), 'answers with something else than a code'],
  ['is not there', () => problem(0), 'does not answer, or does not let this page read'],
])(
  'says why there is no code where the server %s, and asks ever more seldom',
  async (_what, answer, message) => {
    const tv = world();
    const { provision } = tv.state;
    tv.state.provision = answer;
    expect(await tv.begin()).toMatchObject({ message: expect.stringContaining(message) as string });
    await tv.wait(36);
    expect(tv.codes()).toEqual([0, 5, 15, 35]);
    tv.state.provision = provision;
    expect(await tv.registration.renew()).toMatchObject({ code: 'ABC234' });
  },
);

it('leaves a server alone for as long as that says, also when the TV is back', async () => {
  const tv = world();
  tv.state.provision = () => problem(429, 'content-type: text/plain\r\nretry-after: 60');
  expect(await tv.begin()).toEqual({
    message: 'gives this TV no more codes for now',
    untilMs: START + 60 * SECOND,
  });
  tv.registration.setAway(true);
  tv.registration.setAway(false);
  await tv.wait(59);
  expect(tv.codes()).toEqual([0]);
  await tv.wait(2);
  expect(tv.codes()).toEqual([0, 60]);
});

it('goes on asking for credentials while the server is away', async () => {
  const tv = world();
  await tv.begin();
  tv.state.credentials = () => problem(0);
  await tv.wait(5);
  tv.state.credentials = () => json({ api_token: 'token' });
  await tv.wait(2);
  expect(tv.given.length).toBe(1);
});

it('answers of a code that is not shown any more do not count', async () => {
  const tv = world();
  await tv.begin();
  await tv.wait(1);
  const renewed = tv.registration.renew();
  await tv.wait(4);
  expect(await renewed).toMatchObject({ code: 'ABC234' });
  expect(tv.polls()).toEqual([3, 5]);
});
