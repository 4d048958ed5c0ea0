import { setStage, type Stage } from './stage.js';

/** Prints whether something is as it must be. */
export type Must = (isSo: boolean, sentence: string) => void;

/**
 * What is tried with workers.
 * @param isShared whether they have a shared subscription, which mosquitto 2.0.11 forgets, or divide the players
 * @throws with a sentence for each thing that is not as it must be
 */
export type Run = (print: (line: string) => void, isShared: boolean) => Promise<void>;

/** @throws with what is not as it must be, when all has been tried */
export async function onStage(
  print: (line: string) => void,
  setting: Parameters<typeof setStage>,
  act: (stage: Stage, must: Must) => Promise<void>,
): Promise<void> {
  const stage = await setStage(...setting);
  const faults: string[] = [];
  try {
    await act(stage, (isSo, sentence) => {
      print(`${isSo ? 'ok  ' : 'NOT '} ${sentence}`);
      if (!isSo) faults.push(sentence);
    });
  } finally {
    await stage.close();
  }
  if (faults.length > 0) throw new Error(`not as it must be: ${faults.join('; ')}`);
}
