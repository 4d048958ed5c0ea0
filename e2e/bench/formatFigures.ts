import { isMet, ratioOf, type Figure } from './figure.js';

const HEAD = ['benchmark', 'engine', 'what', 'measured', 'baseline', '', 'ratio', 'goal', ''];

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value < 0.1 ? 3 : 2);

function goalOf({ goal, unit }: Figure): string {
  if (!goal) return '';
  return goal.of === 'ratio' ? `≤ ${goal.atMost.toFixed(2)}` : `≤ ${goal.atMost} ${unit}`;
}

const verdict = (figure: Figure): string => {
  const met = isMet(figure);
  return met === null ? '' : met ? 'met' : 'MISSED';
};

/** One line for each figure. */
export function formatFigures(figures: Figure[]): string {
  const lines = figures.map((figure) => [
    figure.benchmark,
    figure.engine,
    figure.what,
    `${number(figure.value)} ${figure.unit}`,
    figure.baseline,
    `${number(figure.baselineValue)} ${figure.unit}`,
    ratioOf(figure).toFixed(2),
    goalOf(figure),
    verdict(figure),
  ]);
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...lines].map((line) => line[column]!.length)));
  const right = new Set([3, 5, 6]);
  const format = (line: string[]) =>
    line
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [format(HEAD), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(format)].join('\n');
}
