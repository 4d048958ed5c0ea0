import { startAddress } from './startAddress.js';

/** How long the button says that it has copied, in ms. */
const COPIED_SHOWN_MS = 2000;

export interface LandingOptions {
  document: Document;
  /** The page's own address, with its query. */
  pageUrl: string;
  version: string;
}

/**
 * Fills and shows the page that a person sees who opens the plugin in a browser. The markup stands in
 * plugin/plugin.html: an element with the class `on-…` is shown only where that is the case.
 */
export function showLanding(options: LandingOptions): void {
  const document = options.document;
  const address = startAddress(options.pageUrl);
  const landing = document.getElementById('landing')!;

  fill('start', address.startParameter);
  fill('version', options.version);
  fill('host', address.host);
  fill('document', address.host + '/msx/start.json');
  fill(
    'json',
    JSON.stringify({ name: 'My TV', version: '1.0.0', parameter: address.startParameter }, undefined, 1),
  );
  landing.querySelector('a')!.href = address.webApp;
  landing.className =
    address.reach + (address.folder === '/' ? ' root' : ' folder') + (address.secure ? ' secure' : '');
  onCopy('copy', 'start');
  onCopy('copy-json', 'json');
  landing.hidden = false;

  function fill(id: string, text: string): void {
    document.getElementById(id)!.textContent = text;
  }

  function onCopy(buttonId: string, textId: string): void {
    const button = document.getElementById(buttonId)!;
    const label = button.textContent;
    button.onclick = function () {
      button.textContent = copy(document.getElementById(textId)!) ? 'Copied' : 'Press Ctrl+C';
      setTimeout(function () {
        button.textContent = label;
      }, COPIED_SHOWN_MS);
    };
  }
}

/** Selects the text and copies it; where the browser refuses, it stays selected for the person to copy. */
function copy(element: HTMLElement): boolean {
  const document = element.ownerDocument;
  const selection = document.defaultView!.getSelection()!;
  const range = document.createRange();
  range.selectNodeContents(element);
  selection.removeAllRanges();
  selection.addRange(range);
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor does not exist on http pages
    return document.execCommand('copy');
  } catch (error) {
    return !error; // refused: the caller says so to the person
  }
}
