import { randomInt } from 'node:crypto';

/** 2024-01-01, from which milliseconds are counted: 40 bits of them last until 2058. */
const begin = Date.UTC(2024, 0, 1);

/**
 * A number for a record that grows with time and that two processes do not draw at once: milliseconds, then 13 random bits.
 * A number of Redshift's own could not be read back. It fits into a JavaScript number.
 */
export function timeNumber(now = Date.now(), random = randomInt(8192)): string {
  return String((now - begin) * 8192 + random);
}
