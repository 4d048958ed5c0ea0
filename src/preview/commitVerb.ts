import { headAndRest } from './readAction.js';
import { parseExecute, sendExecute } from './executeRequest.js';
import { type Fields, fieldsOf, merge } from './fields.js';
import { responseFields } from './createServerActions.js';
import type { Tools } from './tools.js';

/** `interaction:commit…`: hands something to the plugin, with the shape that attached-data-examples has for it. */
export function commitVerb(tools: Tools, rest: string, data: unknown): boolean {
  const { app, plugin } = tools;
  const [kind, value] = headAndRest(rest);
  const commit = (fields: Fields) => plugin.commit(merge(fields, { data: data ?? null }));
  if (!rest) commit({});
  else if (kind === 'message') commit({ message: value });
  else if (rest === 'code') tools.codePanel.ask(fieldsOf(data), (code) => commit({ code }));
  else if (kind === 'response') {
    const request = parseExecute(value);
    if (!request.silent) app.busy(true);
    sendExecute(request, {}, data, tools, false, (loaded) => {
      if (!request.silent) app.busy(false);
      commit(responseFields(loaded));
    });
  } else {
    const attached = tools.attached(rest);
    if (!attached) return false;
    commit(attached);
  }
  return true;
}
