/** A value that PostgreSQL keeps as JSON and hands over parsed, and that Redshift keeps as text. */
export function fromJson<T extends object>(value: T | string): T {
  return typeof value === 'string' ? JSON.parse(value) : value;
}
