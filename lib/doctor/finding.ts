/** One line of the doctor: what was looked at, and for what is not right what to do; `sql` runs as it stands. */
export type Finding = { level: 'good' | 'warning' | 'wrong'; text: string; todo?: string; sql?: string[] };

export const good = (text: string): Finding => ({ level: 'good', text });

export const warning = (text: string, todo: string, sql: string[] = []): Finding => ({
  level: 'warning',
  text,
  todo,
  sql,
});

export const wrong = (text: string, todo: string, sql: string[] = []): Finding => ({ level: 'wrong', text, todo, sql });

const signs = { good: '✓', warning: '!', wrong: '✗' };

/** A finding as lines for a terminal. */
export function findingText({ level, text, todo, sql = [] }: Finding): string {
  return [`${signs[level]} ${text}${todo ? ` ${todo}` : ''}`, ...sql.map((line) => `    ${line}`)].join('\n');
}
