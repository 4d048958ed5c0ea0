import { decodeJson, headAndRest, parseRequest } from './action-text.js';
import { documentUrl, type UrlValues } from './document-url.js';
import { isFields } from './fields.js';
import { type Loaded, requestJson, unwrap } from './loader.js';
import type { PluginWindow } from './plugin-window.js';

export interface DocumentSources {
  plugin: PluginWindow;
  urlValues(): UrlValues;
  msxVersion(): string;
}

/**
 * Loads a document from what stands after the first word of an action, or in `menu[].data`: a URL (with
 * `user:` or `auto:` before it), `data`, `json:BASE64`, `request:interaction:DATA_ID@PLUGIN_URL`, or the
 * document itself.
 */
export function loadDocument(
  sources: DocumentSources,
  source: unknown,
  data: unknown,
  done: (loaded: Loaded) => void,
): void {
  if (isFields(source)) {
    done(unwrap(source, ''));
    return;
  }
  if (typeof source !== 'string' || source === '') {
    done({ ok: false, title: 'Content not available', message: 'Nothing is set up here.', url: '' });
    return;
  }
  const [head, rest] = headAndRest(source);
  if (source === 'data') done(unwrap(data, ''));
  else if (head === 'auto') loadDocument(sources, rest, data, done);
  else if (head === 'json') {
    let loaded: Loaded;
    try {
      loaded = unwrap(decodeJson(rest), 'json:…');
    } catch (error) {
      loaded = { ok: false, title: 'This is not JSON', message: String(error), url: 'json:…' };
    }
    done(loaded);
  } else if (head === 'request') {
    const [receiver, request] = headAndRest(rest);
    if (receiver !== 'interaction') {
      done({ ok: false, title: 'No such plugin', message: 'MSX host has no video plugin.', url: source });
      return;
    }
    const { dataId, pluginUrl } = parseRequest(request);
    sources.plugin.request(dataId, pluginUrl, data ?? null, (answer) =>
      done(answer.ok ? unwrap(answer.data, source) : answer),
    );
  } else {
    const user = head === 'user';
    const url = documentUrl(
      user ? rest : source,
      sources.urlValues(),
      sources.msxVersion(),
      new Date().getTime(),
    );
    requestJson({ url, user }, done);
  }
}
