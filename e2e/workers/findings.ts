interface Findings {
  /** Prints whether something is as it must be. */
  must: (isSo: boolean, sentence: string) => void;
  /** @throws with what is not */
  end: () => void;
}

export function createFindings(print: (line: string) => void): Findings {
  const faults: string[] = [];
  return {
    must(isSo, sentence) {
      print(`${isSo ? 'ok  ' : 'NOT '} ${sentence}`);
      if (!isSo) faults.push(sentence);
    },
    end() {
      if (faults.length > 0) throw new Error(`not as it must be: ${faults.join('; ')}`);
    },
  };
}
