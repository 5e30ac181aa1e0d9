/**
 * `after - before` of two decimal texts, exact however many digits they have; null where one is missing or is no decimal,
 * such as NaN.
 */
export function decimalDifference(before: string | null, after: string | null): string | null {
  const [from, to] = [parse(before), parse(after)];
  if (!from || !to) return null;
  const scale = Math.max(from.scale, to.scale);
  return print(raised(to, scale) - raised(from, scale), scale);
}

type Decimal = { units: bigint; scale: number };

function parse(text: string | null): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text?.trim() ?? '');
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

const raised = ({ units, scale }: Decimal, to: number) => units * 10n ** BigInt(to - scale);

function print(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}
