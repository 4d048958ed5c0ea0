import { randomBytes } from 'node:crypto';

/** What of a document is another for each TV. JSON takes all of it as it is. */
export interface TvWords {
  origin: string;
  playerId: string;
  /** Percent-encoded; undefined for a TV without one. */
  deviceId: string | undefined;
}

/** A page of an album takes about 100 KB. */
const MOST_TEMPLATES = 50;

/** Stands for a word of a TV. Nobody can know it, and so no file is called so. */
const slot = (): string => `slot${randomBytes(16).toString('hex')}`;

/** Documents as texts. What is the same for all TVs is made and written once. */
interface Templates<Other> {
  /**
   * @param key of the document; a TV without a device ID has another one
   * @param make makes it for a TV with other words; what it gives instead of a document is passed on
   */
  textOf(key: string, words: TvWords, make: (slots: TvWords) => object): string | Other;
}

/**
 * @param version another number whenever documents may have changed
 * @param isOther what is no document
 */
export function createTemplates<Other extends object>(
  version: () => number,
  isOther: (made: object) => made is Other,
): Templates<Other> {
  const slots = { origin: slot(), playerId: slot(), deviceId: slot() };
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
        const { deviceId } = words;
        const made = make(deviceId === undefined ? { ...slots, deviceId } : slots);
        if (isOther(made)) return made;
        template = JSON.stringify(made).split(inText);
        keep(key, template);
      }
      return filled(template, {
        [slots.origin]: words.origin,
        [slots.playerId]: words.playerId,
        [slots.deviceId]: words.deviceId ?? '',
      });
    },
  };
}

function filled(template: readonly string[], words: Record<string, string>): string {
  const parts = [...template];
  for (let at = 1; at < parts.length; at += 2) parts[at] = words[parts[at]!] ?? '';
  return parts.join('');
}
