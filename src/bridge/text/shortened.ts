/** A text of so many characters at most, none of them cut in two; what is left out is a `…`. */
export function shortened(text: string, most: number): string {
  // So many characters have twice as many UTF-16 units at most.
  const characters = Array.from(text.slice(0, 2 * most + 2));
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
