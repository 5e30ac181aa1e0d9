/** Column types a source may declare, written as PostgreSQL writes them. `' null'` after one says that it may be null. */
export type SqlType =
  | 'text'
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double precision'
  | 'numeric'
  | `numeric(${number},${number})`
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'uuid'
  | 'jsonb';

export type DeclaredType = SqlType | `${SqlType} null`;

/** The TypeScript type of a value of a declared column. int8 and numeric are strings: a JS number would lose digits. */
export type ValueOf<T extends DeclaredType> = T extends `${infer Base extends SqlType} null`
  ? Plain<Base> | null
  : Plain<T>;

type Plain<T> = T extends 'text' | 'uuid' | 'bigint' | 'numeric' | `numeric(${number},${number})`
  ? string
  : T extends 'boolean'
    ? boolean
    : T extends 'smallint' | 'integer' | 'real' | 'double precision'
      ? number
      : T extends 'date' | 'timestamp' | 'timestamptz'
        ? Date
        : unknown;

export function isNullable(type: DeclaredType): boolean {
  return type.endsWith(' null');
}

export function baseType(type: DeclaredType): SqlType {
  return type.replace(/ null$/, '') as SqlType;
}

const known = new Set<string>([
  'text',
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'numeric',
  'date',
  'timestamp',
  'timestamptz',
  'uuid',
  'jsonb',
]);

export function isDeclaredType(type: string): type is DeclaredType {
  const base = type.replace(/ null$/, '');
  return known.has(base) || /^numeric\(\d{1,3},\d{1,3}\)$/.test(base);
}
