/** An exact decimal: `digits` over ten to the power of `scale`. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

/** Reads a number as databases and JavaScript write it, `-12.50` or `1.5e-7`; null for anything else. */
export function decimal(text: string): Decimal | null {
  const [, sign = '', whole = '', part = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (whole === '') return null;
  const scale = part.length - Number(power);
  const digits = BigInt(`${sign}${whole}${part}`);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`, whatever digits they are written with. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { digits } = subtract(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: scaled(a, scale) + scaled(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: scaled(a, scale) - scaled(b, scale), scale };
}

/** To 30 digits behind the point; null where `b` is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.digits === 0n) return null;
  const scale = Math.max(a.scale, b.scale);
  return { digits: (scaled(a, scale) * 10n ** 30n) / scaled(b, scale), scale: 30 };
}

/** Whether two numbers differ by less than a billionth of a thousandth of the larger: all that dividing may leave. */
export function nearly(a: Decimal, b: Decimal): boolean {
  const difference = absolute(subtract(a, b));
  const most = [a, b].map(absolute).sort(compareDecimals)[1];
  if (difference.digits === 0n || !most) return true;
  return compareDecimals({ digits: difference.digits * 10n ** 12n, scale: difference.scale }, most) <= 0;
}

function absolute({ digits, scale }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, scale };
}

function scaled({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}
