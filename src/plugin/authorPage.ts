import type { Tagger } from '../msx/createTagger.js';
import type { JsonObject } from '../msx/json.js';
import type { Author } from './author.js';
import type { Made } from './made.js';

/** What the author has of this name, with its links tagged; null: nothing. */
export const authorPage = (
  author: Promise<Author>,
  { tagger, pluginUrl }: { tagger: Tagger; pluginUrl: string },
  dataId: string,
  data: unknown = null,
): Promise<Made | null> =>
  author
    .then((pages) => pages.answer(dataId, data))
    .then(
      (answer) =>
        answer &&
        ('problem' in answer
          ? answer
          : { document: tagger.tagDocument(answer.document, pluginUrl) as JsonObject }),
    );
