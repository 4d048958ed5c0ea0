export type Fields = Record<string, unknown>;

/** What came from outside, to be read field by field: anything that is no object has none of ours. */
export const fieldsOf = (value: unknown): Fields => Object(value) as Fields;
