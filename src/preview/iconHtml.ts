/** Our own drawings, 24×24, for the names that menus use most; MSX has some two thousand. */
const stroke = (path: string) =>
  `<path d="${path}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
const fill = (path: string) => `<path d="${path}" fill="currentColor"/>`;

const DRAWINGS: Record<string, string> = {
  'home': stroke('M4 11l8-7 8 7v9h-5v-6H9v6H4z'),
  'folder': stroke('M3 6h6l2 3h10v10H3z'),
  'image': stroke('M3 5h18v14H3zM4 17l5-6 4 4 3-3 4 5') + fill('M15 7.500h2v2h-2z'),
  'movie': stroke('M3 5h18v14H3zM7 5v14M17 5v14M3 12h4M17 12h4'),
  'music':
    stroke('M9 18V5l10-2v13') + fill('M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM19 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0z'),
  'play': fill('M7 4l13 8-13 8z'),
  'pause': fill('M6 4h4v16H6zM14 4h4v16h-4z'),
  'stop': fill('M5 5h14v14H5z'),
  'info': stroke('M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v6') + fill('M11 6.500h2v2.200h-2z'),
  'warning': stroke('M12 3l10 18H2zM12 10v5') + fill('M11 16.500h2v2h-2z'),
  'error': stroke('M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8.500 8.500l7 7M15.500 8.500l-7 7'),
  'check': stroke('M4 13l5 5L20 6'),
  'refresh': stroke('M20 11a8 8 0 1 0-2 6M20 4v7h-7'),
  'settings': stroke(
    'M12 8.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3',
  ),
  'list': stroke('M8 6h13M8 12h13M8 18h13M3 6h1M3 12h1M3 18h1'),
  'grid': stroke('M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z'),
  'search': stroke('M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L21 21'),
  'star': fill('M12 2l3 7 7 .6-5.400 4.700L18.300 22 12 18l-6.300 4 1.700-7.700L2 9.600 9 9z'),
  'person': stroke('M12 3a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM4 21c0-9 16-9 16 0'),
  'link': stroke('M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1'),
  'right': stroke('M9 4l8 8-8 8'),
  'left': stroke('M15 4l-8 8 8 8'),
  'up': stroke('M4 15l8-8 8 8'),
  'down': stroke('M4 9l8 8 8-8'),
  'next': fill('M4 4l11 8-11 8zM16 4h4v16h-4z'),
  'previous': fill('M20 4L9 12l11 8zM4 4h4v16H4z'),
  'slideshow': stroke('M3 6h15v12H3zM21 8v8') + fill('M9 9l5 3-5 3z'),
  'add': stroke('M12 4v16M4 12h16'),
  'close': stroke('M5 5l14 14M19 5L5 19'),
  'tv': stroke('M3 5h18v12H3zM8 21h8'),
  'clock': stroke('M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 3'),
  'pulse': stroke('M3 5h18v14H3zM6 12h3l2-4 2 8 2-4h3'),
  'backspace': stroke('M8 5h13v14H8l-6-7zM11 9l6 6M17 9l-6 6'),
  'file-upload': stroke('M12 16V4M6 10l6-6 6 6M5 20h14'),
  'language': stroke('M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18'),
  'more-horiz': fill('M4 10h4v4H4zM10 10h4v4h-4zM16 10h4v4h-4z'),
  'space-bar': stroke('M4 9v6h16V9'),
  'visibility': stroke('M2 12c5-8 15-8 20 0-5 8-15 8-20 0z') + fill('M9 12a3 3 0 1 1 6 0 3 3 0 0 1-6 0z'),
  'visibility-off': stroke('M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM4 3l16 18'),
  'broken-image': stroke('M3 19V5h18v7M3 17l5-6 4 4M16 15l5 5M21 15l-5 5'),
};

/** Material names (what MSX uses) that share a drawing. */
const SAME: Record<string, string> = {
  'music-note': 'music',
  'audiotrack': 'music',
  'library-music': 'music',
  'play-arrow': 'play',
  'play-circle-fill': 'play',
  'play-circle-outline': 'play',
  'smart-display': 'play',
  'video-library': 'movie',
  'videocam': 'movie',
  'photo': 'image',
  'photo-library': 'image',
  'collections': 'image',
  'photo-album': 'image',
  'hourglass-empty': 'clock',
  'history': 'clock',
  'monitor-heart': 'pulse',
  'navigate-before': 'left',
  'info-outline': 'info',
  'help': 'info',
  'error-outline': 'error',
  'done': 'check',
  'check-circle': 'check',
  'sync': 'refresh',
  'replay': 'refresh',
  'view-list': 'list',
  'view-stream': 'list',
  'menu': 'list',
  'apps': 'grid',
  'dashboard': 'grid',
  'view-module': 'grid',
  'star-border': 'star',
  'favorite': 'star',
  'account-circle': 'person',
  'folder-open': 'folder',
  'chevron-right': 'right',
  'arrow-forward': 'right',
  'navigate-next': 'right',
  'chevron-left': 'left',
  'arrow-back': 'left',
  'skip-next': 'next',
  'skip-previous': 'previous',
  'live-tv': 'tv',
  'clear': 'close',
};

/** An icon of MSX as HTML: our drawing, or a letter for a name that has none. `''` for `blank` and no name. */
export function iconHtml(name: string): string {
  const bare = name.replace(/^[^:]*:/, '');
  if (!bare || bare === 'blank') return '';
  const drawing = DRAWINGS[SAME[bare] ?? bare];
  if (drawing) return `<svg class="icon" viewBox="0 0 24 24">${drawing}</svg>`;
  const letter = bare.charAt(0).toUpperCase();
  return `<span class="icon icon-letter">${/[A-Z0-9]/.test(letter) ? letter : '•'}</span>`;
}
