/** PostgreSQL cuts longer names without saying so. */
const longest = 63;

/** Names every table has already. */
const taken = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/**
 * The names of a table's columns, from the names a file gives them: words in small letters joined by underscores,
 * so that nobody has to quote them. `InvoiceNo` is `invoice_no`, `Unit Price ($)` is `unit_price`, `2024` is
 * `c_2024`, an empty third name is `column_3`, and a second `id` is `id_2`.
 */
export function columnNames(given: readonly string[]): string[] {
  const bases = given.map((name, index) => normalised(name) || `column_${index + 1}`);
  const used = new Set(taken);
  // A name that stands in the file as it is keeps it: `a, a, a_2` must not turn the file's own a_2 into a_2_2.
  const own = new Set(bases);
  return bases.map((base) => {
    let name = base;
    for (let n = 2; used.has(name) || (name !== base && own.has(name)); n++)
      name = `${cut(base, longest - `_${n}`.length)}_${n}`;
    used.add(name);
    return name;
  });
}

function normalised(name: string): string {
  const words = name
    .normalize('NFC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return cut(/^\p{N}/u.test(words) ? `c_${words}` : words, longest);
}

function cut(name: string, bytes: number): string {
  let result = name;
  while (Buffer.byteLength(result) > bytes) result = Array.from(result).slice(0, -1).join('');
  return result;
}
