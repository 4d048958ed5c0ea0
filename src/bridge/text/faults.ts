/** Makes what takes sentences of one kind. */
export type Faults = (what: string) => (sentence: string) => void;
