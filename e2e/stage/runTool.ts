import { errorText } from './errorText.js';

/** Runs a tool. What it throws is a sentence for a person, and the exit code 1. */
export async function runTool(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    console.error(errorText(error));
    process.exitCode = 1;
  }
}
