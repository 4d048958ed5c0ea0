/** How long the button says that it has copied, in ms. */
const COPIED_SHOWN_MS = 2000;

const THIS_COMPUTER = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/i;

/**
 * Fills and shows the page that a person sees who opens the plugin in a browser. The markup stands in
 * plugin/plugin.html.
 * @param pageUrl the page's own address, with its query
 */
export function showLanding(document: Document, pageUrl: string): void {
  const start = `menu:request:interaction:init@${pageUrl.replace(/#.*$/, '')}`;
  const [, protocol, host] = /^(\w+:\/*)([^/?]*)/.exec(pageUrl)!;
  const landing = document.querySelector('main')!;
  const fill = (id: string, text: string) => (document.getElementById(id)!.textContent = text);

  fill('start', start);
  fill('host', host!);
  fill('file', `${protocol!}${host!}/msx/start.json`);
  // MSX asks for the start parameter by http unless it is told otherwise (Setup Start Parameter).
  fill('lock', protocol === 'https://' ? ', set the security lock' : '');
  document.body.className = THIS_COMPUTER.test(host!) ? 'computer' : 'network';
  // MSX's web app by https may only load what came by https, and the other way round (Setup Start Parameter).
  const scheme = protocol === 'https://' ? protocol : 'http://';
  landing.querySelector('a')!.href = `${scheme}msx.benzac.de/?start=${encodeURIComponent(start)}`;
  const button = landing.querySelector('button')!;
  button.onclick = () => {
    button.textContent = copy(document.getElementById('start')!) ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => (button.textContent = 'Copy'), COPIED_SHOWN_MS);
  };
  landing.hidden = false;
}

/** Selects the text and copies it; where the browser refuses, it stays selected for the person to copy. */
function copy(element: HTMLElement): boolean {
  getSelection()!.selectAllChildren(element);
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor does not exist on http pages
    return document.execCommand('copy');
  } catch (error) {
    return !error; // refused: the caller says so to the person
  }
}
