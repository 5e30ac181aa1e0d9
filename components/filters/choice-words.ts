import { choiceLabel } from '#lib/dashboard/choice-id.ts';

/** What is chosen, in a few words: `All`, `AA`, `AA, WN`, `AA, WN and 3 more`. */
export function choiceWords(ids: readonly string[]): string {
  if (ids.length === 0) return 'All';
  const names = ids.map(choiceLabel);
  if (names.length <= 2) return names.join(', ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
