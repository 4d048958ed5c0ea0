const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number) => (value < 10 ? `0${value}` : String(value));

function ordinal(day: number): string {
  const last = day % 10;
  const plain = (day > 10 && day < 14) || last < 1 || last > 3;
  return `${day}${plain ? 'th' : (['st', 'nd', 'rd'][last - 1] ?? 'th')}`;
}

/** Each token of a format, the longest first, in the place of what it stands for. */
function written(format: string, tokens: RegExp, values: Record<string, number | string>): string {
  return format.replace(tokens, (token) => String(values[token] ?? token));
}

function dateText(date: Date, format: string): string {
  const month = MONTHS[date.getMonth()] ?? '';
  const day = DAYS[date.getDay()] ?? '';
  const year = date.getFullYear();
  return written(format, /yyyy|yy|ddd|dd|d|DD|D|mm|m|MM|M/g, {
    yyyy: year,
    yy: two(year % 100),
    ddd: ordinal(date.getDate()),
    dd: two(date.getDate()),
    d: date.getDate(),
    DD: day,
    D: day.slice(0, 3),
    mm: two(date.getMonth() + 1),
    m: date.getMonth() + 1,
    MM: month,
    M: month.slice(0, 3),
  });
}

function clockText(format: string, hours: number, minutes: number, seconds: number): string {
  return written(format, /hh|h|mm|m|ss|s/g, {
    hh: two(hours),
    h: hours,
    mm: two(minutes),
    m: minutes,
    ss: two(seconds),
    s: seconds,
  });
}

function timeText(date: Date, format: string): string {
  const [plain = '', half] = format.split('/');
  const hours = date.getHours();
  const shown = half === undefined ? hours : hours % 12 || 12;
  const text = clockText(plain, shown, date.getMinutes(), date.getSeconds());
  return half === undefined ? text : `${text} ${hours < 12 ? 'AM' : 'PM'}`;
}

function durationText(ms: number, format: string): string | null {
  if (/[HMS[\]]/.test(format)) return null; // what these stand for is shown by examples alone
  const seconds = Math.floor(ms / 1000);
  return clockText(format, Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60);
}

/**
 * The text of `{num:…}` (hidden features, Number Inline Expressions): dates, times and durations; null for any other.
 * @param inside what stands behind `num:`, e.g. `603000:duration:time:hh:mm:ss`
 */
export function numberText(inside: string): string | null {
  const [, given, kind, format = ''] = /^(now|-?\d+):(date|time|duration:time):([\s\S]+)$/.exec(inside) ?? [];
  if (given === undefined) return null;
  const ms = given === 'now' ? new Date().getTime() : Number(given);
  if (kind === 'duration:time') return durationText(ms, format);
  return kind === 'date' ? dateText(new Date(ms), format) : timeText(new Date(ms), format);
}
