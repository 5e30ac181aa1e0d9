import type { Language } from '#lib/i18n/language.ts';
import type { Storage } from '#lib/refresh/retention/retention-types.ts';

export const totalOf = ({ currentBytes, closedBytes, oldGenerationsBytes }: Storage): bigint =>
  BigInt(currentBytes) + BigInt(closedBytes) + BigInt(oldGenerationsBytes);

/** The largest first. */
export function bySize(storage: readonly Storage[]): Storage[] {
  return [...storage].sort((a, b) => {
    const difference = totalOf(b) - totalOf(a);
    return difference > 0n ? 1 : difference < 0n ? -1 : a.summary.localeCompare(b.summary);
  });
}

/** A share of a whole as a percentage for a bar; none of nothing is none. */
export const percent = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100;

/** `'30 days'` of a definition as people say it: `30 days`, `30일`. */
export function keepWords(keep: string, { tag }: Language): string {
  const [, count, unit] = /^(\d+) (second|minute|hour|day|week|month|year)s?$/.exec(keep.trim()) ?? [];
  if (!unit) return keep;
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(count));
}
