/** Counts, tokens, shares and money as text. */

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const STEPS: readonly [limit: number, divisor: number, letter: string][] = [
  [999_500, 1e3, 'k'],
  [999_500_000, 1e6, 'M'],
  [Number.POSITIVE_INFINITY, 1e9, 'B'],
];

/** The exact number with thousands separated: 48,213. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : WHOLE.format(value);
}

/** A number split from its letter, for large figures: 48.2 and M. */
export function compactParts(value: number): { figure: string; letter: string } {
  if (Math.abs(value) < 10_000) return { figure: WHOLE.format(value), letter: '' };
  for (const [limit, divisor, letter] of STEPS) {
    if (Math.abs(value) < limit) return { figure: threeDigits(value / divisor), letter };
  }
  return { figure: WHOLE.format(value), letter: '' };
}

/** 312, 9,999, 48.2k, 1.31M. */
export function compact(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const { figure, letter } = compactParts(value);
  return figure + letter;
}

/** A compact number without needless decimals, for axes: 2M. */
export function axisText(value: number): string {
  return compact(value).replace(/\.(\d*?)0+(?=[kMB]$)/, (_, kept: string) => (kept ? `.${kept}` : ''));
}

/** Dollars: two decimals from one cent up, four significant decimals below, "?" where nobody knows the price. */
export function money(value: number | null | undefined): string {
  if (value === null || value === undefined) return '?';
  if (value === 0) return '$0';
  if (value < 0) return `-${money(-value)}`;
  if (value >= 1)
    return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (value >= 0.01) return `$${value.toFixed(4).replace(/00$/, '')}`;
  if (value < 1e-9) return '<$0.000000001';
  return `$${trimZeros(value.toFixed(Math.min(9, 3 - Math.floor(Math.log10(value)))))}`;
}

/** A sum of which some calls have no known price: the sum, and "+ ?" when part of it is missing. */
export function moneyWithUnknown(sum: number, unknownCalls: number): string {
  if (unknownCalls === 0) return money(sum);
  return sum === 0 ? '?' : `${money(sum)} + ?`;
}

/** A share from 0 to 1 as percent: 1.87 %. */
export function percent(share: number, decimals = 2): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

/** The same with its sign: +12.5 %. */
export function signedPercent(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share, 1)}`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  if (value < 1024 * 1024) return `${threeDigits(value / 1024)} KB`;
  return `${threeDigits(value / 1024 / 1024)} MB`;
}

/** "1 span", "312 spans". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return value.toFixed(0);
  return size >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

function trimZeros(text: string): string {
  return text.replace(/0+$/, '').replace(/\.$/, '');
}
