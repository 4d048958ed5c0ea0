import { askPlayerPage, type AskedPage } from './askPlayerPage.js';
import { decodeJson } from './readAction.js';
import type { DocumentCache, Slot } from './documentCache.js';
import { addressOf, type DocumentSource, readSource } from './documentSource.js';
import { documentUrl, type UrlValues } from './documentUrl.js';
import { documentFor } from './documentFor.js';
import { type Loaded, requestJson, unwrap } from './requestJson.js';
import type { PluginWindow } from './pluginWindow.js';
import { isAbsolute } from './secureAddress.js';
import { tooYoung } from './versions.js';

export interface DocumentSources {
  /** The player page that plays; null where none does. */
  playerPage: AskedPage | null;
  plugin: PluginWindow;
  cache: DocumentCache;
  /** At startup no dictionary is loaded yet: `{LANGUAGE}` is `default` (common/requests). */
  urlValues(atStart: boolean): UrlValues;
  msxVersion(): string;
  /** The address as it is asked for (secureAddress.ts). */
  secured(url: string): string;
}

/** How a document is asked for. */
export interface LoadOptions {
  /** Whose cache counts; without one, none does. */
  slot?: Slot;
  /** Asks anew, whatever is kept: `reload` and `replace`. */
  fresh?: boolean;
  /** It is what the start parameter names. */
  atStart?: boolean;
}

const failed = (title: string, message: string, url: string): Loaded => ({ ok: false, title, message, url });

function ask(
  sources: DocumentSources,
  source: DocumentSource,
  data: unknown,
  atStart: boolean,
  done: (loaded: Loaded) => void,
): void {
  if (source.kind === 'missing') done(failed('Content not available', 'Nothing is set up here.', ''));
  else if (source.kind === 'data') done(unwrap(source.document, ''));
  else if (source.kind === 'player') askPlayerPage(sources.playerPage, source.dataId, data, done);
  else if (source.kind === 'json') {
    let loaded: Loaded;
    try {
      loaded = unwrap(decodeJson(source.base64), 'json:…');
    } catch (error) {
      loaded = failed('This is not JSON', String(error), 'json:…');
    }
    done(loaded);
  } else if (
    source.kind === 'request' &&
    tooYoung(`content:${source.address}`, sources.msxVersion()) === null
  )
    sources.plugin.request(source.dataId, source.pluginUrl, data ?? null, (answer) =>
      done(answer.ok ? unwrap(answer.data, source.address) : answer),
    );
  // without plugins (before 0.1.82) a request is an address like any other
  else if (source.kind === 'request' || !isAbsolute(source.url))
    done(
      failed(
        'Not an absolute address',
        'On a TV an address has to start with http:// or https://.',
        source.address,
      ),
    );
  else {
    const url = documentUrl(
      sources.secured(source.url),
      sources.urlValues(atStart),
      sources.msxVersion(),
      new Date().getTime(),
    );
    requestJson({ url, user: source.user }, done);
  }
}

/**
 * Loads a document from what stands after the first word of an action, or in `menu[].data`. What is kept in the
 * cache is the same object each time.
 */
export function loadDocument(
  sources: DocumentSources,
  text: unknown,
  data: unknown,
  done: (loaded: Loaded) => void,
  { slot, fresh, atStart }: LoadOptions = {},
): void {
  const source = readSource(text, data);
  // guess(cache-requests): what a plugin answers is kept like what a server answers.
  const address = slot === undefined ? null : addressOf(source);
  const kept = address === null || fresh ? undefined : sources.cache.find(slot as Slot, address);
  if (kept !== undefined) {
    done({ ok: true, data: kept });
    return;
  }
  ask(sources, source, data, atStart === true, (loaded) => {
    if (!loaded.ok) {
      done(loaded);
      return;
    }
    const document = documentFor(loaded.data, sources.msxVersion(), slot === 'menu');
    if (address !== null) sources.cache.keep(slot as Slot, address, document);
    done({ ok: true, data: document });
  });
}
