import type { Context } from './app.js';
import { parseExecute, type ExecuteRequest, answeredAction, sendExecute } from './executeRequest.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import type { Loaded } from './requestJson.js';
import { complain, type Run, type Tools } from './tools.js';

/** So many service actions may run at once (common/actions, Server Actions). */
const SERVICES_AT_MOST = 128;

/** What `execute:response:` and `interaction:commit:response:` attach: an answer or an error (attached-data-examples). */
export function responseFields(loaded: Loaded): Fields {
  return {
    response: loaded.ok ? loaded.data : null,
    error: loaded.ok ? null : `${loaded.title}: ${loaded.message}`,
  };
}

/** `execute:…`. */
export function createServerActions(
  tools: Tools,
  run: Run,
): (rest: string, data: unknown, context: Context) => void {
  const { app } = tools;
  let running = 0;
  let services = 0;

  /**
   * guess(one-at-a-time): a second one is not waited for, it is dropped with a warning; and a request to the plugin
   * counts like one to a server.
   */
  function refused(request: ExecuteRequest): string | null {
    if (request.service)
      return services >= SERVICES_AT_MOST ? `More than ${SERVICES_AT_MOST} service actions at once.` : null;
    return running > 0 ? 'Another server action is still running.' : null;
  }

  function answered(request: ExecuteRequest, loaded: Loaded, context: Context): void {
    const fail = (text: string) => complain(tools, 'error', `Execution error: ${text}`, request.silent);
    if (!loaded.ok) {
      fail(`${loaded.title}: ${loaded.message} (${loaded.url})`);
      return;
    }
    const answer = answeredAction(loaded.data);
    // what a server says runs with the data that it says, for no item (common/actions, note at `execute:`)
    if (answer) run(answer.action, answer.data, { from: 'app', item: null, pane: context.pane });
    else fail('Action is missing or empty.');
  }

  function send(request: ExecuteRequest, extra: Fields, data: unknown, context: Context): void {
    const count = (by: number) => {
      if (request.service) services += by;
      else running += by;
      if (!request.silent) app.busy(by > 0);
    };
    count(1);
    sendExecute(request, extra, data, tools, true, (loaded) => {
      count(-1);
      answered(request, loaded, context);
    });
  }

  /** First the request in the data, then the action with its answer attached. */
  function withResponse(request: ExecuteRequest, data: unknown, context: Context): void {
    const fields = fieldsOf(data);
    const first = textOf(fields.requestAction);
    if (!first) {
      complain(tools, 'warn', 'The data has no "requestAction".', request.silent);
      return;
    }
    // guess(response-request): it is asked for as with `execute:`, and an error of it is handed on, not shown
    sendExecute(parseExecute(first), {}, fields.requestData ?? null, tools, false, (loaded) =>
      send(request, responseFields(loaded), data, context),
    );
  }

  return (rest, data, context) => {
    const request = parseExecute(rest);
    const why = refused(request);
    if (why) complain(tools, 'warn', why, request.silent);
    else if (request.response) withResponse(request, data, context);
    else if (request.code)
      tools.codePanel.ask(fieldsOf(data), (code) => send(request, { code }, data, context));
    else send(request, {}, data, context);
  };
}
