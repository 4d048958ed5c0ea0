import type { Fields } from './fields.js';

/** MSX's own menu behind the menu key, as far as this page has what it leads to. */
export function contextMenu(playing: boolean): Fields {
  const item = (id: string, icon: string, label: string, action: string): Fields => ({
    id,
    icon,
    label,
    action,
  });
  return {
    headline: 'Menu',
    template: { type: 'control', layout: '0,0,8,1', enumerate: false },
    items: (playing ? [item('player', 'play-arrow', 'Player', '[cleanup|player:show]')] : []).concat(
      item('home', 'home', 'Home', '[cleanup|main]'),
      item('log', 'list', 'Log', '[cleanup|log]'),
      item('reload', 'refresh', 'Reload', 'reload'),
    ),
  };
}
