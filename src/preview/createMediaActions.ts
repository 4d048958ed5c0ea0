import { headAndRest } from './readAction.js';
import { type Fields, fieldsOf, isFields } from './fields.js';
import {
  type Candidate,
  type MediaEntry,
  mediaFields,
  type MediaKind,
  mediaRow,
  parseMedia,
} from './media.js';
import type { Loaded } from './requestJson.js';
import type { Pane } from './pane.js';
import { isEnumerated, templated } from './templated.js';
import { complain, type Tools, type Verb } from './tools.js';

/** The items of a page, each with the way to its place: what is played or shown last gets the focus. */
function candidatesOf(pane: Pane): Candidate[] {
  return pane.items().map(({ fields, enumerated }, index) => ({
    fields,
    enumerated,
    select: () => {
      // the page may have been loaded anew meanwhile
      if (pane.items()[index]?.fields.action === fields.action) pane.focusOn(`index:${index}`);
    },
  }));
}

/** The items that are played one after the other; what is not enumerated or begins with no such action is skipped. */
function playable(document: unknown, family: 'playlist' | 'slideshow', version: string): Candidate[] {
  const root = fieldsOf(document);
  if (!isFields(root.template) || !Array.isArray(root.items)) return [];
  return templated(root, version)
    .map((fields) => ({ fields, enumerated: isEnumerated(fields, true) }))
    .filter(({ fields, enumerated }) => {
      const found = parseMedia(fields.action, fields);
      return enumerated && found !== null && (found.kind === 'image') === (family === 'slideshow');
    });
}

/** The item that the focus names, else the first. */
function chosen(items: Candidate[], focus: string): Fields | undefined {
  const byIndex = /^index:(\d+)$/.exec(focus);
  const wished = byIndex
    ? items[Number(byIndex[1])]
    : items.filter((one) => focus !== '' && one.fields.id === focus)[0];
  return (wished ?? items[0])?.fields;
}

export function createMediaActions(tools: Tools): {
  media: (kind: MediaKind) => Verb;
  row: (family: 'playlist' | 'slideshow') => Verb;
} {
  const { app, slideshow, player } = tools;

  /**
   * A slideshow covers a video or an audio, which goes on. guess(covered-player): it is there again afterwards, and
   * in between it is in the background.
   */
  function show(entries: MediaEntry[], at: number, playing: boolean): void {
    const covered = player.foreground();
    player.behind();
    slideshow.start(entries, at, playing, () => {
      if (covered && player.active()) player.uncover();
    });
  }

  /**
   * A video takes the screen, unless it is in auto mode: then it stays where the player is.
   * guess(audio-under-slideshow): an audio that starts beneath a slideshow stays there, a video ends the slideshow.
   */
  function play(entries: MediaEntry[], at: number, auto: boolean): void {
    const under = slideshow.active() && entries[at]?.kind === 'audio';
    if (slideshow.active() && !under && !auto) slideshow.stop();
    player.start(entries, at, !auto && !under);
  }

  function media(kind: MediaKind): Verb {
    return (rest, data, context) => {
      const action = `${kind}:${rest}`;
      const { fields, own } = mediaFields(action, data, context.item);
      const found = parseMedia(action, fields);
      if (!rest || !found) return false;
      if (!found.address) {
        complain(tools, 'error', `There is no address for "${action}".`);
        return true;
      }
      // the row is the item's own neighbours only when it is the item's own action that runs
      const candidates = own && context.pane ? candidatesOf(context.pane) : [];
      const { entries, at } = mediaRow(candidates, { fields, media: found });
      if (kind === 'image') show(entries, at, false);
      else play(entries, at, found.auto);
      return true;
    };
  }

  /** `playlist:` and `slideshow:` have no page of their own: the first item, or the one behind `>`, is played. */
  function row(family: 'playlist' | 'slideshow'): Verb {
    return (rest, data) => {
      const [source = '', focus = ''] = rest.split('>');
      if (!source) return false;
      const auto = headAndRest(source)[0] === 'auto';
      app.busy(true);
      const arrive = (loaded: Loaded) => {
        app.busy(false);
        if (!loaded.ok) {
          complain(tools, 'error', `${loaded.title}: ${loaded.message} ${loaded.url}`);
          return;
        }
        const items = playable(loaded.data, family, app.settings.msxVersion);
        const fields = chosen(items, focus);
        const found = fields && parseMedia(fields.action, fields);
        if (!found) {
          complain(tools, 'warn', `There is nothing to play in this ${family}.`);
          return;
        }
        const { entries, at } = mediaRow(items, { fields, media: found });
        if (family === 'slideshow') show(entries, at, true);
        else play(entries, at, auto || found.auto);
      };
      // guess(playlist-cache): of the two, only the slideshow has a place of its own (reference/glossary, Cache)
      app.load(source, data, arrive, family === 'slideshow' ? { slot: 'slider' } : {});
      return true;
    };
  }

  return { media, row };
}
