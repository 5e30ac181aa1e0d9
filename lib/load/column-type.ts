import * as scan from '#lib/load/scan.ts';
import { PersonError } from '#lib/problem.ts';

const kinds = [
  'text',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'boolean',
  'date',
  'timestamp',
  'timestamptz',
  'uuid',
  'jsonb',
] as const;

/** A type a column can be loaded as. `limits` are the numbers in brackets: numeric(12,2), varchar(20). */
export type ColumnType = { kind: (typeof kinds)[number]; sql: string; limits: number[] };

const aliases: Record<string, (typeof kinds)[number]> = {
  varchar: 'text',
  'character varying': 'text',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  decimal: 'numeric',
  float8: 'double precision',
  double: 'double precision',
  float4: 'real',
  bool: 'boolean',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
};

/** Parses a type as a person or `format_type` writes it; null when columns of that type cannot be loaded. */
export function parseColumnType(text: string): ColumnType | null {
  const match = /^([a-z0-9 ]+?)(?:\((\d{1,4})(?:,\s*(\d{1,4}))?\))?$/.exec(
    text.trim().toLowerCase().replace(/\s+/g, ' '),
  );
  if (!match) return null;
  const [, name = '', first, second] = match;
  const kind = aliases[name] ?? kinds.find((known) => known === name);
  if (!kind) return null;
  const limits = [first, second].filter((limit) => limit !== undefined).map(Number);
  const varchar = name === 'varchar' || name === 'character varying';
  const allowed = kind === 'numeric' ? 2 : varchar ? 1 : 0;
  if (limits.length > allowed || limits[0] === 0) return null;
  const sql = `${varchar ? 'varchar' : kind}${limits.length > 0 ? `(${limits.join(',')})` : ''}`;
  return { kind, sql, limits };
}

/** The type a person asked for by `--type column=type`. */
export function requestedType(column: string, text: string): ColumnType {
  const type = parseColumnType(text);
  if (type) return type;
  throw new PersonError({
    found: `The column "${column}" cannot be loaded as "${text}".`,
    expected: `Expected one of ${kinds.join(', ')}, or with limits such as numeric(12,2) or varchar(20).`,
    todo: `Correct --type ${column}=${text}.`,
  });
}

/** The type Summa chooses itself. */
export function plainType(kind: ColumnType['kind']): ColumnType {
  return { kind, sql: kind, limits: [] };
}

/** Why a value does not fit a type, or null when it does. What fits here, PostgreSQL takes: a COPY stops at the first error. */
export function misfit(type: ColumnType, bytes: Uint8Array, start: number, end: number): string | null {
  switch (type.kind) {
    case 'text':
      return tooLong(type, bytes, start, end);
    case 'smallint':
    case 'integer':
    case 'bigint':
      return wholeMisfit(type.kind, bytes, start, end);
    case 'numeric':
      return numericMisfit(type, bytes, start, end);
    case 'real':
    case 'double precision':
      return floatMisfit(type.kind, bytes, start, end);
    case 'boolean':
      return truths.has(word(bytes, start, end, 5)) ? null : 'is not true or false';
    case 'date':
      return scan.scanTime(bytes, start, end) === scan.date ? null : 'is not a date like 2024-02-29';
    case 'timestamp':
      return timestampMisfit(scan.scanTime(bytes, start, end));
    case 'timestamptz':
      return scan.scanTime(bytes, start, end) === scan.notTime ? 'is not a time like 2024-02-29 13:45:00+09' : null;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text(bytes, start, end)) ? null : 'is not a UUID';
    case 'jsonb':
      return jsonMisfit(text(bytes, start, end));
  }
}

const truths = new Set(['true', 'false', 't', 'f', 'yes', 'no', 'y', 'n', 'on', 'off', '1', '0']);
const specials = new Set(['nan', 'inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity']);

/** NaN and the infinities, which numeric and floating point both have. */
export function isSpecialNumber(bytes: Uint8Array, start: number, end: number): boolean {
  return specials.has(word(bytes, start, end, 9));
}

/** The range of a whole-number type as PostgreSQL has it. */
const ranges = { smallint: 15n, integer: 31n, bigint: 63n };

/** Whether the whole number in these bytes is in the range of a type; `scanNumber` has just seen it. */
export function inRange(kind: keyof typeof ranges, bytes: Uint8Array, start: number, end: number): boolean {
  const digits = scan.seen.wholeDigits;
  if (digits > 19) return false;
  if (digits < (kind === 'bigint' ? 19 : kind === 'integer' ? 10 : 5)) return true;
  const value = BigInt(text(bytes, bytes[start] === 43 ? start + 1 : start, end));
  const limit = 1n << ranges[kind];
  return value >= -limit && value < limit;
}

function wholeMisfit(kind: keyof typeof ranges, bytes: Uint8Array, start: number, end: number): string | null {
  if (scan.scanNumber(bytes, start, end) !== scan.whole) return 'is not a whole number';
  return inRange(kind, bytes, start, end) ? null : `is outside the range of ${kind}`;
}

/** Beyond this PostgreSQL's own limits of numeric come near; such a value is a text anyway. */
export const longestNumber = 1000;

function numericMisfit(type: ColumnType, bytes: Uint8Array, start: number, end: number): string | null {
  const kind = scan.scanNumber(bytes, start, end);
  if (kind === scan.notNumber) {
    if (!isSpecialNumber(bytes, start, end)) return 'is not a number';
    return type.limits.length > 0 && word(bytes, start, end, 9) !== 'nan' ? `does not fit ${type.sql}` : null;
  }
  if (end - start > longestNumber) return `has more than ${longestNumber} characters`;
  if (kind === scan.exponent && !exponentIsSmall(text(bytes, start, end))) return 'has too large an exponent';
  const [precision, scale = 0] = type.limits;
  if (precision === undefined) return null;
  const room = precision - scale;
  if (kind !== scan.exponent && scan.seen.wholeDigits < room) return null;
  return roundedDigits(text(bytes, start, end), scale) <= room
    ? null
    : `has more than ${room} digits before the point, and the type is ${type.sql}`;
}

function exponentIsSmall(value: string): boolean {
  const power = Number(value.slice(value.search(/e/i) + 1));
  return Math.abs(power) <= longestNumber;
}

/** Digits before the point once the value is rounded to a scale, half away from zero as PostgreSQL does. */
function roundedDigits(value: string, scale: number): number {
  const [, whole = '', fraction = '', power = '0'] = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(value) ?? [];
  const shift = whole.length + Number(power) + scale;
  const digits = (whole + fraction).padEnd(Math.max(shift + 1, 0), '0');
  if (shift < 0) return 0;
  const kept = BigInt(digits.slice(0, shift) || '0') + (Number(digits[shift] ?? '0') >= 5 ? 1n : 0n);
  return kept === 0n ? 0 : Math.max(kept.toString().length - scale, 0);
}

function floatMisfit(kind: 'real' | 'double precision', bytes: Uint8Array, start: number, end: number): string | null {
  if (scan.scanNumber(bytes, start, end) === scan.notNumber) {
    return isSpecialNumber(bytes, start, end) ? null : 'is not a number';
  }
  const exact = Number(text(bytes, start, end));
  const stored = kind === 'real' ? Math.fround(exact) : exact;
  const vanished = stored === 0 && scan.seen.digits > 0;
  return Number.isFinite(stored) && !vanished ? null : `is outside the range of ${kind}`;
}

function timestampMisfit(kind: number): string | null {
  if (kind === scan.notTime) return 'is not a time like 2024-02-29 13:45:00';
  // PostgreSQL would drop the offset without a word, and the moment would be another one.
  return kind === scan.timestampWithZone ? 'has a time zone, and the type is timestamp; load it as timestamptz' : null;
}

function tooLong(type: ColumnType, bytes: Uint8Array, start: number, end: number): string | null {
  const limit = type.limits[0];
  if (limit === undefined || end - start <= limit) return null;
  return Array.from(text(bytes, start, end)).length <= limit ? null : `is longer than ${limit} characters`;
}

function jsonMisfit(value: string): string | null {
  try {
    JSON.parse(value);
  } catch {
    return 'is not JSON';
  }
  return /\\u0000/i.test(value) ? 'holds a NUL character' : null;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
}

function word(bytes: Uint8Array, start: number, end: number, longest: number): string {
  return end - start > longest ? '' : text(bytes, start, end).toLowerCase();
}
