/** Names of Summa: what a summary, a measure or a dimension may be called. */
const plain = /^[a-z][a-z0-9_]{0,39}$/;
/** `rows` is a summary's own relation, and `constructor` every object has. */
const taken = new Set(['rows', 'constructor']);

export function isPlain(name: string): boolean {
  return plain.test(name) && !taken.has(name);
}

/** A name made of small letters, digits and underscores: `customerID` is `customer_id`, `Größe (m²)` is `grosse_m2`. */
export function plainName(name: string, instead = 'column'): string {
  const words = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const started = words === '' ? instead : /^[a-z]/.test(words) ? words : `${instead}_${words}`;
  const cut = started.slice(0, 40).replace(/_+$/, '');
  return taken.has(cut) ? `${cut}_` : cut;
}

/** Makes names unique: the second `amount` becomes `amount_2`. */
export function uniqueNames(used: Iterable<string> = []): (name: string) => string {
  const given = new Set(used);
  return (name) => {
    let unique = name;
    for (let n = 2; given.has(unique); n++) unique = `${name.slice(0, 40 - `_${n}`.length)}_${n}`;
    given.add(unique);
    return unique;
  };
}

/** `daily_sales` as the name of a constant: `dailySales`. */
export function constantName(name: string): string {
  return name.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replaceAll('_', '');
}

/** `daily_sales` as the name of a file or in an address: `daily-sales`. */
export function kebabName(name: string): string {
  return name.replaceAll(/_+/g, '-').replace(/-$/, '');
}

/** More than one of something: `customer` is `customers`, `country` is `countries`. */
export function plural(word: string): string {
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}
