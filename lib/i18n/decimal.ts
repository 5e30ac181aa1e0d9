import type { Language } from './language.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** A decimal string with its own digits, grouped as the reader does: `1,204.50`. What is no number stays as it is. */
export function formatDecimal(text: string, { tag }: Pick<Language, 'tag'>): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const digits = Math.min(100, text.split('.')[1]?.length ?? 0);
  const key = `${tag} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  // `Intl` reads the string exactly; a JS number would lose digits after the fifteenth.
  return format.format(text as Intl.StringNumericLiteral);
}
