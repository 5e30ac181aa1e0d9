/**
 * About how many bytes a value takes in memory: what JSON can hold, with V8's sizes of objects on 64 bits. It counts what
 * is shared as often as it is met, so it errs to the large side.
 */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 24 + value.length;
  if (typeof value === 'number') return 8;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 8 + bytesOf(each), 32);
  return Object.values(value).reduce((sum: number, each) => sum + 16 + bytesOf(each), 56);
}
