import type { Json, JsonObject } from './json.js';

/** The plugin's answer to an action. Whether it has to be wrapped, as a server's has, is not said (Server Actions). */
export function actionAnswer(action: string, data: Json = null): JsonObject {
  const answer: JsonObject = data ? { action, data } : { action };
  return { ...answer, response: { status: 200, text: 'OK', message: null, data: answer } };
}
