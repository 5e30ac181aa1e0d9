/** One thing wrong with a definition, in the three parts a person needs to mend it. */
export type Problem = {
  /** File, line and path inside the definition: `queries/summaries/daily-sales.ts:12 › daily_sales.columns.aov`. */
  place: string;
  found: string;
  expected: string;
  todo: string;
};

/** Tells one thing wrong at a path of a definition, such as `.columns.aov`. */
export type Add = (path: string, found: string, expected: string, todo: string) => void;

/** Thrown where a wrong definition would otherwise be used; carries every problem found, not only the first. */
export class DefinitionError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(problemText).join('\n\n'));
    this.name = 'DefinitionError';
    this.problems = problems;
  }
}

export function problemText(problem: Problem): string {
  return `${problem.place}\n  found:    ${problem.found}\n  expected: ${problem.expected}\n  to do:    ${problem.todo}`;
}

/** `'a', 'b' or 'c'`, and the closest name first when one was probably meant. */
export function oneOf(names: readonly string[], meant?: string): string {
  if (names.length === 0) return 'nothing (none is defined)';
  const close = meant === undefined ? undefined : closest(names, meant);
  const list = names.slice(0, 12).map((name) => `'${name}'`);
  const all = names.length > 12 ? `${list.join(', ')} or ${names.length - 12} more` : list.join(', ');
  return close === undefined ? `one of ${all}` : `one of ${all} (did you mean '${close}'?)`;
}

/** The name that was probably meant, where one is close enough. */
export function closest(names: readonly string[], meant: string): string | undefined {
  const ranked = names
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), meant.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return ranked && ranked.distance <= Math.max(2, Math.floor(meant.length / 3)) ? ranked.name : undefined;
}

/** Levenshtein distance by the two-row method (Wagner and Fischer, 1974). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitute));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
