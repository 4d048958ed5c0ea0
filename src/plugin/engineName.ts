/** What of a browser's words for itself says how old it is: `Chrome/68.0.3440.106`, `AppleWebKit/538.1`. */
export function engineName(userAgent: string): string {
  const [name = userAgent] =
    /Chrom\w+\/[\d.]+/.exec(userAgent) ?? /AppleWebKit\/[\d.]+/i.exec(userAgent) ?? [];
  return name;
}
