/** What must not stand in code as it is: it ends a line, cannot be seen, or turns the direction of what follows. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|[^\S ]/gu;

/** A text as a TypeScript string, whatever is in it. */
export function text(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\u0024{')
    .replaceAll('\n', '\\n')
    .replaceAll(unseen, codePoint);
  return `'${escaped}'`;
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A name as the key of an object. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name);
}

/** A line of comment. Names in it stand between quotes, so that none of them can begin it. */
export function comment(words: string): string {
  return `// ${words.replaceAll(unseen, '?')}`;
}

/** A name inside a comment. */
export function named(name: string): string {
  return `'${name}'`;
}
