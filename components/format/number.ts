import type { Language } from '#lib/i18n/language.ts';
import type { Cell } from '#lib/query/result.ts';

export type NumberStyle = { unit?: string; scale?: number };

export const nothing = '–';

const cache = new Map<string, Intl.NumberFormat>();

function numberFormat({ tag }: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = tag + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat(tag, options);
    cache.set(key, format);
  }
  return format;
}

const isCurrency = (unit: string | undefined): unit is string => unit !== undefined && /^[A-Z]{3}$/.test(unit);

/** Formats the decimal string itself: `Intl` reads it exactly, a JS number would lose digits after the fifteenth. */
const formatExact = (format: Intl.NumberFormat, value: string | number) =>
  format.format(value as Intl.StringNumericLiteral);

/** The number for plotting, where fifteen digits are more than a screen has pixels. */
export function toNumber(value: Cell | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function digits(text: string, { unit, scale }: NumberStyle): Intl.NumberFormatOptions {
  if (scale !== undefined) return { minimumFractionDigits: scale, maximumFractionDigits: scale };
  if (unit === 'percent') return { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  if (isCurrency(unit)) return {};
  // Engines of 2022 refuse more than 20 digits: they are asked for only where a value has them.
  return { maximumFractionDigits: Math.min(100, Math.max(20, text.split('.')[1]?.length ?? 0)) };
}

/** Every digit people are shown: `$1,204.50`, `12.4%`, `37 minutes`. A percent arrives as a fraction. */
export function formatNumber(value: Cell | undefined, style: NumberStyle, language: Language): string {
  if (value === null || value === undefined || value === '') return nothing;
  if (typeof value === 'boolean' || Number.isNaN(Number(value))) return String(value);
  const text = String(value);
  const options = digits(text, style);
  if (style.unit === 'percent') return formatExact(numberFormat(language, { style: 'percent', ...options }), text);
  if (isCurrency(style.unit)) {
    return formatExact(numberFormat(language, { style: 'currency', currency: style.unit, ...options }), text);
  }
  const number = formatExact(numberFormat(language, options), text);
  return style.unit ? `${number} ${style.unit}` : number;
}

/** Short enough for an axis or a big number: `$1.2M`, `940`, `0.03`. */
export function formatCompact(value: number | null, style: NumberStyle, language: Language): string {
  if (value === null) return nothing;
  const size = Math.abs(value);
  const plain = { maximumFractionDigits: 2 } as const;
  if (style.unit === 'percent') return numberFormat(language, { style: 'percent', ...plain }).format(value);
  const options: Intl.NumberFormatOptions =
    size >= 1e15 || (size > 0 && size < 0.001)
      ? { notation: 'scientific', maximumFractionDigits: 1 }
      : size >= 10_000
        ? { notation: 'compact', maximumFractionDigits: 2 }
        : size >= 1
          ? plain
          : { maximumSignificantDigits: 3 };
  if (!isCurrency(style.unit)) return numberFormat(language, options).format(value);
  return numberFormat(language, {
    style: 'currency',
    currency: style.unit,
    minimumFractionDigits: 0,
    ...options,
  }).format(value);
}

/** The exact number where it is short, if need be without its word, else a short one: `166,341`, `37.5`, `$12.35T`. */
export function formatShort(value: Cell | undefined, style: NumberStyle, longest: number, language: Language): string {
  const exact = formatNumber(value, style, language);
  if (exact.length <= longest) return exact;
  const hasWord = style.unit !== 'percent' && !isCurrency(style.unit);
  const bare = hasWord ? formatNumber(value, { scale: style.scale }, language) : exact;
  return bare.length <= longest ? bare : formatCompact(toNumber(value), style, language);
}

/** A change as people say it: `+4.2%`, `−12%`, `0%`; what would round to nothing is `<0.1%`. */
export function formatChange(ratio: number, language: Language): string {
  const size = Math.abs(ratio);
  if (size > 0 && size < 0.0005)
    return language.t('change.below', { change: formatNumber('0.001', percent, language) });
  return numberFormat(language, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: size >= 0.1 ? 0 : 1,
  }).format(ratio);
}

const percent = { unit: 'percent' } as const;

export const formatCount = (value: string | number, language: Language) => formatNumber(value, {}, language);
