import type { About } from '../tvx/about.js';
import type { Author, AuthorContext } from './author.js';
import type { Log, Notice } from '../tvx/notice.js';
import { stage } from './stages.js';
import type { First } from './firstStage.js';

/** What the author's code finds that is known by then already. */
type Begins = Omit<AuthorContext, 'keep' | 'pluginUrl' | 'load'>;

/** The author's stage, once it has begun. @param finish adds what the plugin has */
export const askAuthor = (
  { journal, globals, tvx, identity }: First,
  about: Promise<About>,
  finish: (begins: Begins) => AuthorContext,
): Promise<Author> =>
  Promise.all([stage('author'), globals, tvx, identity, about]).then(
    ([author, found, running, { deviceId }, known]) => {
      author.begin(
        finish({ globals: found, tvx: running, log: journal.log as Log<Notice>, deviceId, about: known }),
      );
      return author;
    },
  );
