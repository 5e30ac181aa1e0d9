/**
 * The value of a choice filter in a URL: the chosen values joined by commas. Inside a value only the comma and the percent sign
 * are written in percent form, so that `decodeURIComponent` of each part gives the value back and names stay readable.
 */
export function writeChoice(values: readonly string[]): string {
  // The empty text alone would read as "nothing chosen": it is written twice, and read once.
  if (values.length === 1 && values[0] === '') return ',';
  return values.map((value) => value.replaceAll(/[%,]/g, encodeURIComponent)).join(',');
}

/** What is chosen, in a few words: `All`, `AA`, `AA, WN`, `AA, WN and 3 more`. */
export function choiceWords(selected: readonly string[]): string {
  if (selected.length === 0) return 'All';
  const names = selected.map(choiceName);
  if (names.length <= 2) return names.join(', ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

export const choiceName = (value: string): string => (value === '' ? 'Empty text' : value);
