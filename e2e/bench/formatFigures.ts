import { formatTable } from '../stage/formatColumns.js';
import { isMet, ratioOf, type Figure } from './figure.js';

const HEAD = ['benchmark', 'engine', 'what', 'measured', 'baseline', '', 'ratio', 'goal', ''];

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value < 0.1 ? 3 : 2);

function goalOf({ goal, unit }: Figure): string {
  if (!goal) return '';
  if (goal.of === 'ratio') return `≤ ${goal.atMost.toFixed(2)}`;
  return `≤ ${goal.of === 'difference' ? '+' : ''}${number(goal.atMost)} ${unit}`;
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
  return formatTable([HEAD, ...lines], (column) => [3, 5, 6].includes(column));
}
