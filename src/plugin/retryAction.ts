import type { PageKind } from '../msx/pageRequest.js';
import { REPLACE_SINCE } from '../msx/replaceSince.js';
import type { ActionText } from '../msx/types/actionText.js';
import type { About } from '../tvx/about.js';

/**
 * The action by which MSX asks for a document again that this plugin gave it. A reload does nothing for what came at
 * startup or stands in other data, and `replace` nothing where another flag is shown.
 * @param pageUrl the page's own address, where MSX does not say under which it knows the page
 * @param kind where the document is; null where that is not known: it is a content page or a panel
 * @param flag of the document
 * @param dataId the request that it answers
 */
export function retryAction(
  { build, start, pluginUrl }: About,
  pageUrl: string,
  kind: PageKind | null,
  flag: string,
  dataId: string,
): ActionText {
  const request = `request:interaction:${dataId}@`;
  const isOld = build < REPLACE_SINCE;
  if (isOld && start !== null && start.indexOf(request) >= 0) return 'reload';
  const again = (one: string): ActionText =>
    isOld ? `reload:${one}` : `replace:${one}:${flag}:${request}${pluginUrl ?? pageUrl}`;
  // A list of two actions would end where the request has a bar of its own.
  return kind || dataId.indexOf('|') >= 0
    ? again(kind ?? 'content')
    : `[${again('content')}|${again('panel')}]`;
}

/** For a document that was given, with what is known by then. */
export type Retry = (kind: PageKind | null, flag: string, dataId: string) => ActionText;
