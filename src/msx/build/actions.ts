// MSX's actions, written. Each is text; those of `actionsWithData` are an `action` and its `data`.
export { commitData, show, start, together, update, updateMenu } from './actionsWithData.js';
export { cancelDelay, delay, lazy, list } from './combinedActions.js';
export { content, inline, menu, panel, playlist, reload, replace, slideshow } from './documentActions.js';
export { audio, background, image, video } from './mediaActions.js';
export { busy, event, focus, link, message } from './plainActions.js';
export { commit, commitMessage, execute, fetchAction } from './serverActions.js';
