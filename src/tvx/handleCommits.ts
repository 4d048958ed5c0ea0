import type { AttachedData } from '../msx/types/attachedData.js';

/** What to do about what is committed, by what it is; `data` is what stood beside the action. */
export type CommitHandlers = {
  [Kind in keyof Omit<AttachedData, 'data' | 'error'>]?: (
    value: NonNullable<AttachedData[Kind]>,
    data: AttachedData['data'],
  ) => void;
} & {
  /** `interaction:commit` by itself, and what nobody else asked about. */
  data?: (data: AttachedData['data']) => void;
};

/**
 * @returns the `handleData` of a handler
 * @since MSX 0.1.82
 * @example tvx.start({ handleData: handleCommits({ slider: ({ url }) => console.log(url) }) })
 */
export const handleCommits =
  (handlers: CommitHandlers) =>
  (given: Record<string, unknown>): void => {
    const { data } = given as AttachedData;
    const named = handlers as Record<string, (value: unknown, data: unknown) => void>;
    const kinds = Object.keys(handlers).filter((kind) => kind !== 'data' && (given[kind] ?? null) !== null);
    kinds.forEach((kind) => named[kind]!(given[kind], data));
    if (!kinds.length) handlers.data?.(data);
  };
