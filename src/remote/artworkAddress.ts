import type { Fields } from '../makapix/fieldsOf.js';

/** Values that stand for themselves in a path: nothing in them means anything to an address, or to MSX. */
const PART = /^[\w-]{1,100}$/;
const SHARD = /^[\w-]{1,20}(?:\/[\w-]{1,20}){0,3}$/;
const FORMAT = /^(?:png|gif|webp|jpg|jpeg|bmp)$/;

/** Makapix's vault has each artwork as gif as well: moving pictures too, for engines that do not know WebP. */
const OLD_FORMAT = 'gif';

/**
 * The address of an artwork's file, built from the owner's template and the artwork's ids; null where one of them is
 * not what it has to be.
 *
 * @param template such as `https://vault.example/{storage_shard}/{storage_key}.{format}`
 * @param artwork `storage_key`, `storage_shard`, `native_format`, from a command or an answer of the server
 * @param showsWebp whether the engine can show WebP
 * @example artworkAddress('http://a.test/{storage_key}.{format}', { storage_key: 'k', native_format: 'png' }, true)
 */
export function artworkAddress(template: string, artwork: Fields, showsWebp: boolean): string | null {
  const { storage_key: key, storage_shard: shard, native_format: format } = artwork;
  const values: Record<string, [value: unknown, pattern: RegExp]> = {
    storage_key: [key, PART],
    storage_shard: [shard, SHARD],
    format: [format === 'webp' && !showsWebp ? OLD_FORMAT : format, FORMAT],
  };
  const names = template.match(/\{\w+\}/g) || [];
  const areGood = names.every((name) => {
    const [value, pattern] = values[name.slice(1, -1)] || [null, PART];
    return typeof value === 'string' && pattern.test(value);
  });
  return areGood ? template.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]![0])) : null;
}
