/** What went wrong, for a person: a program may throw anything. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
