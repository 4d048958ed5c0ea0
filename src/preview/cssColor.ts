/** MSX names eleven colours; everything else is CSS. The values are ours, chosen for this page. */
const NAMED: Record<string, string> = {
  'msx-red': '#e05d5d',
  'msx-green': '#4fb477',
  'msx-yellow': '#e3b34c',
  'msx-blue': '#4f9fe0',
  'msx-white': '#f4f7fa',
  'msx-gray': '#5b6673',
  'msx-black': '#0b0f14',
  'msx-white-soft': 'rgba(244,247,250,0.72)',
  'msx-gray-soft': 'rgba(120,134,150,0.35)',
  'msx-black-soft': 'rgba(6,9,13,0.6)',
  'msx-glass': 'rgba(148,170,196,0.15)',
};

/** The CSS colour for a colour of MSX; `''` for what could not be one. */
export function cssColor(color: string): string {
  return NAMED[color] ?? (/^[#\w(),.%\s-]*$/.test(color) ? color : '');
}
