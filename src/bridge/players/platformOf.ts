/** Each platform and how its user agent shows it; the first that fits counts. */
const PLATFORMS: [RegExp, (match: RegExpExecArray) => string][] = [
  [/Tizen[ /]?([\d.]+)?/i, (match) => ['Samsung Tizen', match[1]].filter(Boolean).join(' ')],
  [/web0s|webos/i, () => 'LG webOS'],
  [/NetCast/i, () => 'LG NetCast'],
  [/AFT[A-Z]/, () => 'Amazon Fire TV'],
  [/Android TV|Android.*(?:TV|BRAVIA)/i, () => 'Android TV'],
  [/Xbox/i, () => 'Xbox'],
  [/PlayStation/i, () => 'PlayStation'],
  [/AppleTV|tvOS/i, () => 'Apple TV'],
  [/iPad|iPhone/, () => 'iOS'],
  [/Android/i, () => 'Android'],
  [/Windows/, () => 'Windows'],
  [/Macintosh/, () => 'macOS'],
  [/Linux|X11/, () => 'Linux'],
];

/** What a user agent says of the device, in a few words; `unknown` where it says nothing. */
export function platformOf(agent: string): string {
  for (const [pattern, name] of PLATFORMS) {
    const match = pattern.exec(agent);
    if (match) return name(match);
  }
  return 'unknown';
}
