import { randomBytes } from 'node:crypto';

/** What of a document is another for each TV. JSON takes all of it as it is. */
export interface TvWords {
  origin: string;
  playerId: string;
  /** Percent-encoded; undefined for a TV without one. */
  deviceId: string | undefined;
  /**
   * Makes the signature of an address below the origin. In what makes a document it stands for that, behind the
   * address. undefined where links have none.
   */
  sign?: ((address: string) => string) | undefined;
}

/** The words of no TV, which stand in a template. */
export interface TvSlots extends Omit<TvWords, 'sign'> {
  /** Stands for the signature of the address before it. */
  signature: string | undefined;
}

/** A page of an album takes about 100 KB. */
const MOST_TEMPLATES = 50;

/** Stands for a word of a TV. Nobody can know it, and so no file is called so. */
const slot = (): string => `slot${randomBytes(16).toString('hex')}`;

/** Documents as texts. What is the same for all TVs is made and written once. */
interface Templates<Other> {
  /**
   * @param key of the document; a TV without a device ID has another one, and so has one without signatures
   * @param make makes it for a TV with other words; what it gives instead of a document is passed on
   */
  textOf(key: string, words: TvWords, make: (slots: TvSlots) => object): string | Other;
}

/**
 * @param version another number whenever documents may have changed
 * @param isOther what is no document
 */
export function createTemplates<Other extends object>(
  version: () => number,
  isOther: (made: object) => made is Other,
): Templates<Other> {
  const slots = { origin: slot(), playerId: slot(), deviceId: slot(), signature: slot() };
  const inText = new RegExp(`(${Object.values(slots).join('|')})`);
  /** Text, slot, text, slot … text. */
  const templates = new Map<string, string[]>();
  let madeFor = version();

  const keep = (key: string, template: string[]): void => {
    const [oldest] = templates.keys();
    if (oldest !== undefined && templates.size >= MOST_TEMPLATES) templates.delete(oldest);
    templates.set(key, template);
  };

  return {
    textOf(key, words, make) {
      if (madeFor !== version()) templates.clear();
      madeFor = version();
      let template = templates.get(key);
      if (!template) {
        const made = make({
          ...slots,
          deviceId: words.deviceId && slots.deviceId,
          signature: words.sign && slots.signature,
        });
        if (isOther(made)) return made;
        template = JSON.stringify(made).split(inText);
        keep(key, template);
      }
      const parts = filled(template, {
        [slots.origin]: words.origin,
        [slots.playerId]: words.playerId,
        [slots.deviceId]: words.deviceId ?? '',
      });
      return (words.sign ? signed(parts, template, slots, words.sign) : parts).join('');
    },
  };
}

function filled(template: readonly string[], words: Record<string, string>): string[] {
  const parts = [...template];
  for (let at = 1; at < parts.length; at += 2) parts[at] = words[parts[at]!] ?? '';
  return parts;
}

/** Each signature is that of what stands between it and the origin before it: no address has a letter that JSON escapes. */
function signed(
  parts: string[],
  template: readonly string[],
  { origin, signature }: { origin: string; signature: string },
  sign: (address: string) => string,
): string[] {
  let begin = 0;
  for (let at = 1; at < parts.length; at += 2)
    if (template[at] === origin) begin = at + 1;
    else if (template[at] === signature) parts[at] = sign(parts.slice(begin, at).join(''));
  return parts;
}
