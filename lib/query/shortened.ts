/** What somebody typed, as a sentence can hold it. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\p{Cc}/gu, '\uFFFD');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
