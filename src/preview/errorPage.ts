import type { Fields } from './fields.js';
import { richText } from './richText.js';

/** What could not be shown, and what can be done about it. */
export interface Failure {
  title: string;
  message: string;
  url: string;
  /** The action of the button "Try again"; `''` where nothing would come of it. */
  retry: string;
}

/** MSX shows an error as a content page; ours says what, why and where, and offers to try again. */
export function errorPage({ title, message, url, retry }: Failure, panel: boolean): Fields {
  const width = panel ? 8 : 12;
  const items: Fields[] = [
    {
      type: 'space',
      id: 'error',
      layout: `0,0,${width},3`,
      icon: 'error',
      iconSize: 'large',
      headline: escapeBraces(title),
      text: escapeBraces(message),
      titleFooter: escapeBraces(url),
    },
    retry
      ? { type: 'button', id: 'retry', layout: `0,3,4,1`, icon: 'refresh', label: 'Try again', action: retry }
      : { type: 'button', id: 'back', layout: `0,3,4,1`, icon: 'arrow-back', label: 'Back', action: 'back' },
  ];
  return { headline: 'Not available', pages: [{ items }] };
}

/** What stands in the place of a page that has nothing to show, as HTML. */
export function emptyText(text: string): string {
  return richText(text || 'This page has no items.');
}

/** URLs and messages may hold braces that are no expressions. */
function escapeBraces(text: string): string {
  return text.replace(/[{}]/g, (brace) => (brace === '{' ? '{chr:#123}' : '{chr:#125}'));
}
