/** Values as a person writes them, one a line; empty lines and repeats do not count. */
export function valuesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}

/** Attributes as they are stored from what was typed; one without a value is left out. */
export function attributesOf(texts: Readonly<Record<string, string>>): Record<string, string[]> {
  const entries = Object.entries(texts).map(([name, text]): [string, string[]] => [name, valuesOf(text)]);
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}
