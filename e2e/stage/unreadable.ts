/** The texts on screen whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3). Runs in the page. */
export function unreadable(): string[] {
  type Colour = [number, number, number];
  const colour = (text: string): Colour => {
    const [r = 0, g = 0, b = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b];
  };
  const luminance = (rgb: Colour): number => {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as Colour;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const found: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = own
      .map(({ textContent }) => textContent)
      .join('')
      .trim();
    if (text === '' || element.tagName === 'title' || element.getClientRects().length === 0) continue;
    const { color, fill } = getComputedStyle(element);
    const [front, back] = [element instanceof SVGElement ? fill : color, groundOf(element)].map((one) =>
      luminance(colour(one)),
    ) as [number, number];
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast < 4.5) found.push(`${text}: ${contrast.toFixed(1)}`);
  }
  return found;
}
