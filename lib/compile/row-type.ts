/** A column type of un-aggregated rows, as far as building a summary depends on it. */
export type RowType = {
  kind: 'integer' | 'numeric' | 'float' | 'text' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'uuid' | 'other';
  /** The type a stored column of it is declared with. */
  sqlType: string;
  /** Digits after the decimal point where the type fixes them. */
  scale: number | null;
};

/** Reads a type as PostgreSQL's `format_type` or a definition writes it: `numeric(12,2)`, `timestamp(3) with time zone`. */
export function rowType(written: string): RowType {
  const type = written.trim().toLowerCase();
  if (['smallint', 'integer', 'bigint'].includes(type)) return { kind: 'integer', sqlType: type, scale: 0 };
  if (['real', 'double precision'].includes(type)) return { kind: 'float', sqlType: type, scale: null };
  if (type === 'boolean' || type === 'date' || type === 'uuid') return { kind: type, sqlType: type, scale: null };
  const numeric = /^numeric(?:\((\d+),(-?\d+)\))?$/.exec(type);
  if (numeric) {
    return { kind: 'numeric', sqlType: type, scale: numeric[2] === undefined ? null : Number(numeric[2]) };
  }
  if (/^(text|citext|name|character varying|character|bpchar|varchar|char)\b/.test(type)) {
    return { kind: 'text', sqlType: 'text', scale: null };
  }
  if (/^timestamp(\(\d\))? with time zone$|^timestamptz/.test(type)) {
    return { kind: 'timestamptz', sqlType: 'timestamptz', scale: null };
  }
  if (/^timestamp/.test(type)) return { kind: 'timestamp', sqlType: 'timestamp', scale: null };
  return { kind: 'other', sqlType: written, scale: null };
}

export function isTime(type: RowType): boolean {
  return type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamptz';
}
