import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import type { PageProblem, PageTools } from './pageTools.js';

/** The answer to a button that asked for something: what MSX does then, or a message that says why it is not done. */
export const actedOn = (
  { build }: Pick<PageTools, 'build'>,
  fault: PageProblem | null,
  done: () => string,
): JsonObject => actionAnswer(fault ? `error:${plainText(fault.problem.message, build)}` : done());
