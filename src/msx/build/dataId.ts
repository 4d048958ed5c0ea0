// What stands behind `request:interaction:` is free text. Here it has parts between colons, `film:{id}:{page}`, of which
// those in braces are values; a value may be any text, since what MSX, a template or a tagger could read in it is
// percent-encoded.

/** The names in a pattern: of `film:{id}:{page}` they are `id` and `page`. */
type NamesIn<Pattern extends string> = Pattern extends `${infer Part}:${infer Rest}`
  ? NameOf<Part> | NamesIn<Rest>
  : NameOf<Pattern>;
type NameOf<Part extends string> = Part extends `{${infer Name}}` ? Name : never;

/** What a request brings: each value is a text. */
export type RequestValues<Pattern extends string> = { [name in NamesIn<Pattern>]: string };

/**
 * A value that MSX fills in: in a template's `data`, `properties`, `selection`, `live` and `options`, what the item says
 * under this name. MSX encodes nothing, so that it has to be of `A–Z a–z 0–9 _ . ~ -` where it may not be taken for
 * something else, as IDs are.
 */
export interface FromItem {
  context: string;
}

/** What a request is made of. */
export type Values<Pattern extends string> = { [name in NamesIn<Pattern>]: string | number | FromItem };

/** `request(pattern)` where it has no values, else `request(pattern, values)`. */
export type ValuesArgument<Pattern extends string> = [NamesIn<Pattern>] extends [never]
  ? [values?: undefined]
  : [values: Values<Pattern>];

const NAME = /^\{(.+)\}$/;

/** Whatever is not of it, or half of a pair that is no character alone. */
const TO_ENCODE = /[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\w.~-]/g;
const HALF = /^[\uD800-\uDFFF]$/;
const ENCODED = /%u(D[89A-F][0-9A-F]{2})|(?:%[0-9A-F]{2})+/g;

const encode = (value: string): string =>
  value.replace(TO_ENCODE, (one) =>
    HALF.test(one)
      ? `%u${one.charCodeAt(0).toString(16).toUpperCase()}`
      : // These alone stay otherwise.
        encodeURIComponent(one).replace(
          /[!'()*]/,
          (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
        ),
  );

/** @returns what does not come from `encode` as it is */
const decode = (text: string): string =>
  text.replace(ENCODED, (whole, half: string | undefined) => {
    if (half) return String.fromCharCode(parseInt(half, 16));
    try {
      return decodeURIComponent(whole);
    } catch {
      return whole; // written by hand, and not UTF-8
    }
  });

/**
 * @param pattern parts between colons: `film:{id}`
 * @example dataIdOf('film:{id}', { id: 'a@b' }) // 'film:a%40b'
 */
export function dataIdOf<Pattern extends string>(
  pattern: Pattern,
  ...[values]: ValuesArgument<Pattern>
): string {
  const given = (values ?? {}) as Record<string, string | number | FromItem>;
  return pattern
    .split(':')
    .map((part) => {
      const name = NAME.exec(part);
      if (!name) return part;
      const value = given[name[1]!]!;
      return typeof value === 'object' ? `{context:${value.context}}` : encode(String(value));
    })
    .join(':');
}

/**
 * @returns the values, decoded; null where the text is not made by the pattern
 * @example readDataId('film:{id}', 'film:a%40b') // { id: 'a@b' }
 */
export function readDataId<Pattern extends string>(
  pattern: Pattern,
  dataId: string,
): RequestValues<Pattern> | null {
  const parts = dataId.split(':');
  const patternParts = pattern.split(':');
  if (parts.length !== patternParts.length) return null;
  const found: Record<string, string> = {};
  const fits = patternParts.every((part, i) => {
    const name = NAME.exec(part);
    if (!name) return part === parts[i];
    found[name[1]!] = decode(parts[i]!);
    return true;
  });
  return fits ? (found as RequestValues<Pattern>) : null;
}
