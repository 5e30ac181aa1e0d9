/**
 * SQL for a number in [0, 1) that depends only on a key, a purpose and the seed.
 *
 * `random()` would make every database another shop and no test repeatable. A hash of the row's own key needs no
 * order of evaluation either, so the same order gets the same customer whether it is made by the generator or by
 * the feed. 52 bits fill the whole fraction of a double.
 */
export function uniform(key: string, purpose: string, seed: number): string {
  return `((${hash(key, purpose, seed)})::float8 / 4503599627370496)`;
}

/** SQL for a whole number in [0, 2^52) that depends only on a key, a purpose and the seed. */
export function hash(key: string, purpose: string, seed: number): string {
  return `(hashint8extended((${key})::bigint, ${salt(purpose, seed)}) >> 6 & 4503599627370495)`;
}

/** SQL for the value of a list at a number in [0, 1): `[['web', 0.3], ['store', 0.7]]`. */
export function weighted(choices: readonly (readonly [string, number])[], at: string): string {
  let sum = 0;
  const last = choices.at(-1);
  if (!last) throw new Error('A weighted choice needs at least one value.');
  const cases = choices.slice(0, -1).map(([value, weight]) => {
    sum += weight;
    return `when ${at} < ${sum.toFixed(4)} then '${value}'`;
  });
  return cases.length === 0 ? `'${last[0]}'` : `case ${cases.join(' ')} else '${last[0]}' end`;
}

/** A 31-bit number of its own for each purpose (FNV-1a), so that two draws from one key are independent. */
function salt(purpose: string, seed: number): number {
  if (!Number.isSafeInteger(seed)) throw new Error(`The seed of the demo data is ${seed}; it must be a whole number.`);
  let value = 0x811c9dc5 ^ (seed | 0);
  for (let i = 0; i < purpose.length; i++) value = Math.imul(value ^ purpose.charCodeAt(i), 0x01000193);
  return value >>> 1;
}
