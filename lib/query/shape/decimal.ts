import type { Cell } from '../result.ts';

/** An exact number: its digits without the point, and how many of them stand behind it. */
export type Decimal = { units: bigint; scale: number };

/** A cell as an exact number; null for what is none, NaN and infinity among it. */
export function decimalOf(cell: Cell | undefined): Decimal | null {
  if (typeof cell !== 'string' && typeof cell !== 'number') return null;
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(cell)) ?? [];
  if (whole === '') return null;
  const units = BigInt(`${sign}${whole}${part}`);
  const scale = part.length - Number(power);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** As a database writes it: every digit behind the point, zeros among them. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = absolute(units)
    .toString()
    .padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

export function difference(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: raised(a, scale) - raised(b, scale), scale };
}

/** `a` as a part of the size of `b`, rounded to so many digits; null where `b` is zero. */
export function partOf(a: Decimal, b: Decimal, scale: number): Decimal | null {
  const size = absolute(raised(b, a.scale + b.scale));
  if (size === 0n) return null;
  const dividend = raised(a, a.scale + b.scale) * 10n ** BigInt(scale);
  const half = dividend < 0n ? -size : size;
  return { units: (2n * dividend + half) / (2n * size), scale };
}

function raised({ units, scale }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

function absolute(units: bigint): bigint {
  return units < 0n ? -units : units;
}
