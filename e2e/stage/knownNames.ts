/**
 * The values of an option that may be given more than once.
 * @param given undefined = it was not given
 * @returns the same; none where it was not given
 * @throws an Error with a sentence for a person
 */
export function knownNames(
  option: string,
  given: readonly string[] | undefined,
  known: readonly string[],
): readonly string[] {
  const unknown = given?.find((one) => !known.includes(one));
  if (unknown !== undefined) throw new Error(`--${option} ${unknown} is unknown: ${known.join(', ')}.`);
  return given ?? [];
}
