import { open } from 'node:fs/promises';
import type { ITokenizer } from 'strtok3';
import type { Kind } from './kind.js';
import type { Details } from './post.js';

/** How much of a picture is read for its size. */
const HEAD_BYTES = 64 * 1024;

/** How much of a sound or film is read: a cover of 20 MB in front of the music is not worth its title. */
const MOST_BYTES = 32 * 1024 * 1024;

/** How often it is read: a film of two hours takes 18,000 small pieces, damaged ones take any number. */
const MOST_READS = 20_000;

/** A text beyond is no title. */
const LONGEST_TITLE_CHARACTERS = 200;

/** Beyond, a number is damage, not a picture or a film. */
const MOST_PIXELS_A_SIDE = 1_000_000;
const LONGEST_MS = 30 * 86_400_000;

const NOTHING: Details = { title: null, width: null, height: null, durationMs: null };

/**
 * Reads what is worth knowing out of a file, as far as a bounded number of bytes tells it. What a file does
 * not tell (a damaged header) is null; it is shown all the same, since the TV may know better.
 *
 * A damaged file may keep it busy or take memory all the same: it is meant for a process of its own.
 */
export async function readDetails(file: string, kind: Kind): Promise<Details> {
  try {
    return kind === 'image' ? await sizeOf(file) : await mediaOf(file);
  } catch {
    return NOTHING; // gone meanwhile, a damaged header, or one that is longer than what is read of it
  }
}

async function sizeOf(file: string): Promise<Details> {
  const handle = await open(file, 'r');
  let head: Buffer;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    head = buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
  // Each reader is loaded when it is needed: a folder of photos need not wait for that of films.
  const { imageSize } = await import('image-size');
  const { orientation = 1, ...size } = imageSize(head);
  const width = within(size.width, MOST_PIXELS_A_SIDE);
  const height = within(size.height, MOST_PIXELS_A_SIDE);
  if (width === null || height === null) return NOTHING;
  const isTurned = orientation >= 5; // Exif 2.3, 4.6.4: 5 to 8 are turned by a quarter
  return { ...NOTHING, ...(isTurned ? { width: height, height: width } : { width, height }) };
}

async function mediaOf(file: string): Promise<Details> {
  const [{ parseFromTokenizer }, { fromFile }] = await Promise.all([
    import('music-metadata'),
    import('strtok3'),
  ]);
  const tokenizer = await fromFile(file, { maxBufferSize: MOST_BYTES, regularFileOnly: true });
  const details = { ...NOTHING };
  try {
    limit(tokenizer);
    await parseFromTokenizer(tokenizer, {
      duration: false,
      skipCovers: true,
      mkvUseIndex: true,
      // What was told before the limit counts.
      observer: ({ tag: { id, value } }) => {
        if (id === 'title') details.title = titleIn(value) ?? details.title;
        if (id === 'duration') details.durationMs = within(Number(value) * 1000, LONGEST_MS);
      },
    });
  } catch {
    return details; // a container that the reader does not know, damage, or the limit
  } finally {
    await tokenizer.close();
  }
  return details;
}

/** Makes reading fail beyond the limits. */
function limit(tokenizer: ITokenizer): void {
  let [bytes, reads] = [0, 0];
  for (const verb of ['readBuffer', 'peekBuffer'] as const) {
    const read = tokenizer[verb].bind(tokenizer);
    tokenizer[verb] = (into, options) => {
      bytes += options?.length ?? into.length;
      reads++;
      return bytes > MOST_BYTES || reads > MOST_READS
        ? Promise.reject(new Error('the file is read no further'))
        : read(into, options);
    };
  }
}

/** A whole number above 0, else null. */
function within(value: number, most: number): number | null {
  const whole = Math.round(value);
  return whole > 0 && whole <= most ? whole : null;
}

function titleIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const title = Buffer.from(value) // no half pairs of UTF-16
    .toString()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return title === '' || title.length > LONGEST_TITLE_CHARACTERS ? null : title;
}
