import { keepsRule, shortestPassword } from '#lib/auth/password-rules.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

/** Refuses a password that somebody chose and that breaks a rule. */
export function requirePassword(password: string, email: string): void {
  if (!keepsRule('length', password, email)) {
    throw new PersonError({ message: message('account.tooShort', { shortest: shortestPassword }) });
  }
  if (!keepsRule('different', password, email)) {
    throw new PersonError({ message: message('account.isEmail') });
  }
}
