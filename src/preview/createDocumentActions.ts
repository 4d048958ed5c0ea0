import { headAndRest } from './readAction.js';
import { isFields, textOf } from './fields.js';
import type { DocumentKind, Tools, Verb } from './tools.js';

const isKind = (word: string): word is DocumentKind => /^(menu|content|panel)$/.test(word);

/** `update:…`. */
function update({ app, navigator }: Tools, rest: string, data: unknown): boolean {
  const [kind, path] = headAndRest(rest);
  const [, layer, id = ''] = /^(?:(overlay|underlay):)?(.+)$/.exec(path) ?? [];
  if (!id || !isFields(data)) return false;
  let done: boolean | undefined;
  if (kind === 'menu' && !layer) done = navigator.menu()?.update(id, data);
  else if (kind === 'content' || kind === 'panel')
    done = navigator
      .pane(kind)
      ?.update(id, data, layer === 'overlay' || layer === 'underlay' ? layer : 'page');
  else return false;
  // guess(update-nothing): what MSX says where there is no such item is not known
  if (!done) app.toast('warn', `There is no item "${id}" to update.`);
  return true;
}

/** `focus:…`. */
function focus(tools: Tools, rest: string): boolean {
  const { app, navigator } = tools;
  const pane = navigator.pane('top');
  const start = /^execute:/.test(rest);
  const target = rest.replace(/^execute:/, '');
  const [head, flag] = headAndRest(target);
  if (head === 'clear' && flag) {
    app.focusCache.forget(flag);
    return true;
  }
  if (!target || head === 'control') return false;
  if (!pane?.focusOn(target)) app.toast('warn', `There is no item "${target}" to focus.`);
  else if (start) tools.key('enter');
  return true;
}

/** `menu:…`, `content:…`, `panel:…`, and what moves between them. */
export function createDocumentActions(tools: Tools): Record<string, Verb> {
  const { navigator, slideshow, player } = tools;

  /** guess(main-ends-slideshow): a page or a menu that comes to the front ends a slideshow; a player goes behind it. */
  function toMain(): void {
    slideshow.stop();
    player.behind();
    tools.uncovered(false);
  }

  const document: (kind: DocumentKind) => Verb = (kind) => (rest, data) => {
    if (!rest) {
      if (kind === 'menu') tools.key('options');
      return kind === 'menu';
    }
    if (kind !== 'panel') toMain();
    navigator.open(kind, rest, data);
    return true;
  };

  const always: (act: () => void) => Verb = (act) => () => {
    act();
    return true;
  };

  return {
    menu: document('menu'),
    content: document('content'),
    panel: document('panel'),
    reload: (rest) => {
      const [what = '', ...focus] = rest.split('>');
      if (what === '') {
        window.location.reload();
        return true;
      }
      if (!isKind(what)) return false;
      navigator.reload(what, `>${focus.join('>')}`);
      return true;
    },
    // a wrong flag, or none: nothing (hidden features, Replace Action)
    replace: (rest) => {
      const [kind, more] = headAndRest(rest);
      const [flag, source] = headAndRest(more);
      if (!isKind(kind) || !source) return false;
      navigator.replace(kind, flag, source);
      return true;
    },
    back: always(() => tools.back()),
    // guess(close): a panel first, with those before it; else the page
    close: (rest) => {
      if (rest && textOf(navigator.pane('top')?.root().flag) !== rest) return true;
      if (!navigator.closePanels()) navigator.back();
      return true;
    },
    cleanup: () => {
      // only what lies over a page, a slideshow or a player (reference/actions-reference)
      navigator.closePanels();
      tools.clearToasts();
      return true;
    },
    main: always(toMain),
    home: () => {
      const atHome = !slideshow.active() && !player.foreground() && !tools.isUncovered();
      if (atHome) tools.key('options');
      else toMain();
      return true;
    },
    options: always(() => tools.key('options')),
    focus: (rest) => focus(tools, rest),
    update: (rest, data) => update(tools, rest, data),
    release: (rest) => {
      if (isKind(rest)) navigator.release(rest);
      return isKind(rest);
    },
    // a sign for the eye only (reference/glossary)
    invalidate: (rest) => /^(menu|content|panel)(:|$)/.test(rest),
  };
}
