import type { SchemaElement } from 'hyparquet';
import { type ColumnType, parseColumnType, plainType } from '#lib/load/column-type.ts';

/** How the stored values of a Parquet column become text: its type in the warehouse, and the writing of one value. */
export type ParquetValue = { type: ColumnType; note: string | null; write: (value: unknown) => string | Uint8Array };

/**
 * The rule for one column, or what it is when it cannot be loaded.
 *
 * Values arrive as they are stored (numbers, bigints, bytes) and not as the reader would convert them: it makes
 * decimals doubles and timestamps milliseconds, and both lose digits.
 */
export function parquetValue(element: SchemaElement): ParquetValue | string {
  const logical = element.logical_type;
  const kind = logical?.type ?? element.converted_type ?? element.type;
  const rule = (type: ColumnType, write: ParquetValue['write'], note: string | null = null) => ({ type, note, write });
  switch (kind) {
    case 'BOOLEAN':
      return rule(plainType('boolean'), (value) => (value ? 'true' : 'false'));
    case 'FLOAT':
      return rule(plainType('real'), String);
    case 'DOUBLE':
      return rule(plainType('double precision'), String);
    case 'DECIMAL': {
      const precision = element.precision ?? (logical?.type === 'DECIMAL' ? logical.precision : 0);
      const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
      return rule(parseColumnType(`numeric(${precision},${scale})`) ?? plainType('numeric'), (value) =>
        decimalText(wholeNumber(value), scale),
      );
    }
    case 'DATE':
      return rule(plainType('date'), (value) => new Date(Number(value) * 86_400_000).toISOString().slice(0, 10));
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
      return rule(plainType('text'), (value) => value as Uint8Array);
    case 'JSON':
      return rule(plainType('jsonb'), (value) => value as Uint8Array);
    case 'UUID':
      return rule(plainType('uuid'), (value) =>
        Buffer.from(value as Uint8Array)
          .toString('hex')
          .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      );
    case 'BYTE_ARRAY':
      return rule(plainType('text'), (value) => value as Uint8Array, 'bytes without a type, read as text');
    case 'INT96':
      return timeRule(1000n, false, true);
    case 'TIMESTAMP':
      if (logical?.type !== 'TIMESTAMP') return kind;
      return timeRule(
        perMicrosecond(logical.unit),
        logical.isAdjustedToUTC,
        logical.unit === 'NANOS',
        logical.unit === 'MILLIS',
      );
    case 'TIMESTAMP_MILLIS':
      return timeRule(1n, true, false, true);
    case 'TIMESTAMP_MICROS':
      return timeRule(1n, true, false);
    default:
      return wholeRule(element) ?? kind ?? 'nested';
  }
}

function wholeRule(element: SchemaElement): ParquetValue | null {
  const logical = element.logical_type?.type === 'INTEGER' ? element.logical_type : null;
  const converted = element.converted_type ?? '';
  if (element.logical_type && !logical) return null;
  if (converted !== '' && !/^U?INT_/.test(converted)) return null;
  const unsigned = logical ? !logical.isSigned : converted.startsWith('UINT');
  if (element.type === 'INT64') {
    return unsigned
      ? {
          type: plainType('numeric'),
          note: null,
          write: (value) => String(BigInt.asUintN(64, BigInt(value as bigint))),
        }
      : { type: plainType('bigint'), note: null, write: String };
  }
  if (element.type !== 'INT32') return null;
  return unsigned
    ? { type: plainType('bigint'), note: null, write: (value) => String(Number(value) >>> 0) }
    : { type: plainType('integer'), note: null, write: String };
}

function perMicrosecond(unit: 'MILLIS' | 'MICROS' | 'NANOS'): bigint {
  return unit === 'NANOS' ? 1000n : 1n;
}

function timeRule(divisor: bigint, utc: boolean, cut: boolean, milliseconds = false): ParquetValue {
  return {
    type: plainType(utc ? 'timestamptz' : 'timestamp'),
    note: cut ? 'nanoseconds are cut to microseconds' : null,
    write: (value) => {
      const stored = BigInt(value as bigint);
      const micros = milliseconds ? stored * 1000n : floorDivide(stored, divisor);
      const text = timestampText(micros);
      return utc ? `${text}+00` : text;
    },
  };
}

/** A moment in microseconds since 1970 as PostgreSQL reads it; out of reach of ISO years, a text that no type takes. */
function timestampText(micros: bigint): string {
  const millis = floorDivide(micros, 1000n);
  if (millis < -62_135_596_800_000n || millis > 253_402_300_799_999n) return `${micros} microseconds since 1970`;
  const iso = new Date(Number(millis)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(micros - millis * 1000n).padStart(3, '0')}`;
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

/** A decimal's digits: a number, or big-endian bytes in two's complement. */
function wholeNumber(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  if (value.length === 0) return 0n;
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
}

function decimalText(digits: bigint, scale: number): string {
  if (scale === 0) return digits.toString();
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
