import {
  endOfLinks,
  isSignatureOf,
  linkKeyOf,
  readSignature,
  SIGNATURE_PARAMETER,
  signatureOf,
  signedPart,
} from './signature.js';

/** @returns the signature of an address. @param address below the origin, with the query */
export type Sign = (address: string) => string;

/** Why a link opens nothing. */
export type LinkFault = 'unsigned' | 'wrong' | 'expired';

/** Signs the links of paired TVs, and looks at signatures. */
export interface LinkSigner {
  /** What signs links for a TV; null for one that has no token. */
  signFor(playerId: string): Promise<Sign | null>;
  /**
   * @param address below the origin, with the query, as it stands in the request
   * @param signature of its decoded query
   * @returns whose link it is
   */
  check(address: string, signature: unknown): Promise<{ playerId: string } | LinkFault>;
  /** Whether a TV has a token. */
  isPaired(playerId: string): Promise<boolean>;
  /** A TV's token is another one now, or none: here at once, for other bridges on the database within seconds. */
  forget(playerId: string): void;
}

/** A page of an album asks for a hundred pictures at once, each with a signature. */
const REMEMBER_MS = 5000;
const MOST_REMEMBERED = 10_000;

interface LinkSignerOptions {
  /** The key of all bridges on the database. */
  key: string;
  /** null = the TV has no token, or there is no such TV. */
  tokenHashOf: (playerId: string) => Promise<string | null>;
  /** ms since 1970 */
  now: () => number;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
}

/** Each method throws what `tokenHashOf` throws. */
export function createLinkSigner({ key, tokenHashOf, now, monotonicMs }: LinkSignerOptions): LinkSigner {
  const known = new Map<string, { linkKey: Promise<Buffer | null>; untilMs: number }>();

  function linkKeyFor(playerId: string): Promise<Buffer | null> {
    const before = known.get(playerId);
    if (before && monotonicMs() < before.untilMs) return before.linkKey;
    const linkKey = tokenHashOf(playerId).then((hash) =>
      hash === null ? null : linkKeyOf(key, playerId, hash),
    );
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(playerId, { linkKey, untilMs: monotonicMs() + REMEMBER_MS });
    linkKey.catch(() => known.delete(playerId)); // whoever waits for it is told; the next one asks anew
    return linkKey;
  }

  return {
    async signFor(playerId) {
      const linkKey = await linkKeyFor(playerId);
      const untilMs = endOfLinks(now());
      return linkKey && ((address) => signatureOf(linkKey, playerId, signedPart(address), untilMs));
    },
    async check(address, text) {
      if (text === undefined) return 'unsigned';
      const signature = readSignature(text);
      const linkKey = signature && (await linkKeyFor(signature.playerId));
      if (!linkKey || !isSignatureOf(signature, linkKey, signedPart(address))) return 'wrong';
      return signature.untilMs <= now() ? 'expired' : { playerId: signature.playerId };
    },
    isPaired: async (playerId) => (await linkKeyFor(playerId)) !== null,
    forget: (playerId) => void known.delete(playerId),
  };
}

/** The address with its signature. @param url absolute, without a fragment */
export function withSignature(url: string, sign: Sign): string {
  const address = url.replace(/^\w+:\/\/[^/]+/, '');
  return `${url}${address.includes('?') ? '&' : '?'}${SIGNATURE_PARAMETER}=${sign(address)}`;
}
