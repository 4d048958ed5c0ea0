/** Prints a sentence, and whether it is as it must be. */
export type Must = (isSo: boolean, sentence: string) => void;
export type Print = (line: string) => void;
