/**
 * Replaces the keywords that MSX replaces in the address of a document (knowledge base: Requests), for an
 * address that the plugin fetches in its stead. Values are percent-encoded, as MSX does it.
 * @param info the answer to requestData("info"); what it does not say stays as it is, and null becomes nothing
 */
export function fillPlaceholders(url: string, info: unknown): string {
  if (typeof info !== 'object' || info === null) return url;
  const fields = info as Record<string, unknown>;
  const screen = Object(fields.screen) as Record<string, unknown>;
  return url.replace(
    /\{(HOST|SECURE|CLIENT|PLATFORM|ID|PLAYER|LANGUAGE|WIDTH|HEIGHT)\}/g,
    (whole, name: string) => {
      const value =
        name === 'WIDTH' ? screen.width : name === 'HEIGHT' ? screen.height : fields[name.toLowerCase()];
      if (value === null) return '';
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? encodeURIComponent(String(value))
        : whole;
    },
  );
}
