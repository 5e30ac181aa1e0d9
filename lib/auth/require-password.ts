import { keepsRule, shortestPassword } from '#lib/auth/password-rules.ts';
import { PersonError } from '#lib/problem.ts';

/** Refuses a password that somebody chose and that breaks a rule. */
export function requirePassword(password: string, email: string): void {
  if (!keepsRule('length', password, email)) {
    throw new PersonError({
      found: 'This password is too short.',
      expected: `At least ${shortestPassword} characters.`,
      todo: 'Choose a longer one.',
    });
  }
  if (!keepsRule('not-email', password, email)) {
    throw new PersonError({
      found: 'This password is your email.',
      expected: 'A password nobody could guess.',
      todo: 'Choose another.',
    });
  }
}
