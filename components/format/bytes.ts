import type { Language } from '#lib/i18n/language.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/** Bytes in three digits: `8.19 kB`, `12.4 GB`. */
export function formatBytes(bytes: string | bigint, { tag }: Pick<Language, 'tag'>): string {
  // The digits that a double loses are far behind the three that are shown.
  const size = Number(bytes);
  const step = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const format = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  });
  return format.format(size / 1000 ** step);
}
