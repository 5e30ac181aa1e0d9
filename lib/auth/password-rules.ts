/** The fewest characters of a password that somebody chooses. */
export const shortestPassword = 10;

/** What a chosen password must not be; each is said before it is sent. */
export const passwordRules = ['length', 'different'] as const;

export type PasswordRule = (typeof passwordRules)[number];

/** Whether a password keeps a rule. The same in the browser, while it is typed, and on the server. */
export function keepsRule(rule: PasswordRule, password: string, email: string): boolean {
  if (rule === 'length') return [...password].length >= shortestPassword;
  return password.length > 0 && password.trim().toLowerCase() !== email.trim().toLowerCase();
}
