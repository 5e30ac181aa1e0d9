/** Reads CSV by RFC 4180, strictly, for tests: a stray quote or a row of another width is an error. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('A quoted cell does not end.');
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') {
        if (text[at] === '"') throw new Error(`A quote stands inside a plain cell of row ${rows.length + 1}.`);
        cell += text[at++];
      }
    }
    row.push(cell);
    const end = text[at++];
    if (end === ',') continue;
    if (end !== '\n' && end !== undefined) throw new Error(`${JSON.stringify(end)} follows a quoted cell.`);
    if (rows[0] && row.length !== rows[0].length) throw new Error(`Row ${rows.length + 1} has ${row.length} cells.`);
    rows.push(row);
    row = [];
  }
  return rows;
}
