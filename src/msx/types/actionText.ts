// Actions are text. Their first words are a closed list (knowledge base: Actions, Internal Actions), so a misspelled
// one is an error of types. What stands behind the first word is what `src/msx/build` writes.

/** Actions of one word. Those that only Internal Actions has are promised from 0.1.160 on. */
type BareAction =
  | 'awake'
  | 'back'
  | 'background'
  | 'cleaning'
  | 'cleanup'
  | 'close'
  | 'data'
  | 'eject'
  | 'exit'
  | 'fullscreen'
  | 'home'
  | 'leave'
  | 'live'
  | 'log'
  | 'main'
  | 'menu'
  | 'options'
  | 'playback'
  | 'player'
  | 'quiet'
  | 'reload'
  | 'restart'
  | 'selection'
  | 'settings'
  | 'sleep'
  | 'start'
  | 'still'
  | 'test'
  | 'volume';

/** First words behind which something follows. */
type ActionWord =
  | 'audio'
  | 'background'
  | 'busy'
  | 'close'
  | 'content'
  | 'delay'
  | 'dialog'
  | 'dictionary'
  | 'enter'
  | 'error'
  | 'event'
  | 'execute'
  | 'focus'
  | 'history'
  | 'image'
  | 'info'
  | 'interaction'
  | 'invalidate'
  | 'key'
  | 'lazy'
  | 'link'
  | 'log'
  | 'logger'
  | 'menu'
  | 'notification'
  | 'panel'
  | 'player'
  | 'playlist'
  | 'quiet'
  | 'release'
  | 'reload'
  | 'reopen'
  | 'replace'
  | 'response'
  | 'restart'
  | 'resume'
  | 'selection'
  | 'settings'
  | 'shot'
  | 'slider'
  | 'slideshow'
  | 'success'
  | 'system'
  | 'time'
  | 'trigger'
  | 'update'
  | 'video'
  | 'volume'
  | 'warn';

/**
 * `{context:title}`: in a template, what an item says under this name. MSX fills it in in a template's `data`, and since
 * 0.1.110 in its `properties`, `live`, `selection` and `options`; elsewhere it stays as it is (Inline Expressions).
 */
export type ContextText = `{context:${string}}`;

/** An action: `content:http://host/a.json`, `[back|reload:content]`, `back`. */
export type ActionText = BareAction | `${ActionWord}:${string}` | `[${string}]` | ContextText;
