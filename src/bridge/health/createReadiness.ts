import { reasonOf } from '../text/reasonOf.js';
import { notReady, type NotReady, type NotReadyCode } from './notReady.js';

/** Looks whether a part does its work. @returns what is wrong; null = nothing. What it throws goes into the log */
export interface Check {
  look: () => NotReadyCode | null | Promise<NotReadyCode | null>;
  /** What is wrong where `look` throws. */
  failure: NotReadyCode;
  /** Whether what it finds is told only: the bridge is ready all the same. */
  isNotice?: boolean;
}

/** The answer of `/readyz`. */
export interface Readiness {
  ready: boolean;
  /** By part; null = all is well. */
  checks: Record<string, NotReady | null>;
}

/** Who asks often gets the last answer: a look at the database is a write to a disk. */
const FRESH_MS = 2000;

/** A part that takes longer has stopped. Docker and Kubernetes wait for 1 to 30 s, as they are told. */
const LONGEST_LOOK_MS = 3000;

interface ReadinessOptions {
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Gets a sentence when a part begins to fail, and another one when it fails otherwise. */
  onFault: (sentence: string) => void;
  longestLookMs?: number;
}

/**
 * Looks at all parts at once, however many ask.
 * @param checks by name, such as `database`
 */
export function createReadiness(
  checks: Record<string, Check>,
  { monotonicMs, onFault, longestLookMs = LONGEST_LOOK_MS }: ReadinessOptions,
): () => Promise<Readiness> {
  let last: { atMs: number; answer: Promise<Readiness> } | undefined;
  const told = new Map<string, string>();

  function tell(name: string, sentence: string): void {
    if (sentence !== '' && told.get(name) !== sentence) onFault(sentence);
    told.set(name, sentence);
  }

  async function lookAt(name: string, { look, failure }: Check): Promise<[string, NotReady | null]> {
    let said = '';
    let code: NotReadyCode | null;
    try {
      code = await within(longestLookMs, async () => look());
      if (code === 'no-answer') said = `Not ready: ${name} does not answer within ${longestLookMs} ms.`;
    } catch (error) {
      code = failure;
      said = `Not ready: ${name} fails: ${reasonOf(error)}`;
    }
    tell(name, said);
    return [name, code === null ? null : notReady(code)];
  }

  async function look(): Promise<Readiness> {
    const found = await Promise.all(Object.entries(checks).map(([name, check]) => lookAt(name, check)));
    const ready = found.every(([name, fault]) => fault === null || checks[name]?.isNotice === true);
    return { ready, checks: Object.fromEntries(found) };
  }

  return () => {
    if (!last || monotonicMs() - last.atMs >= FRESH_MS) last = { atMs: monotonicMs(), answer: look() };
    return last.answer;
  };
}

async function within(
  longestMs: number,
  look: () => Promise<NotReadyCode | null>,
): Promise<NotReadyCode | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NotReadyCode>((resolve) => {
    timer = setTimeout(() => resolve('no-answer'), longestMs);
  });
  try {
    return await Promise.race([look(), late]);
  } finally {
    clearTimeout(timer);
  }
}
