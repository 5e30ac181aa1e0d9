import { verifyPassword } from '#lib/auth/password.ts';
import { setPassword } from '#lib/auth/people.ts';
import { forgive } from '#lib/auth/rate-limit.ts';
import { requirePassword } from '#lib/auth/require-password.ts';
import { openSession } from '#lib/auth/session.ts';
import { type Caller, requireFewFailures } from '#lib/auth/sign-in.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/**
 * Gives a signed-in person the password they chose. They prove the current one again, for a browser left open is not its
 * owner. Every session ends; the answer is a new one for this browser.
 */
export async function changePassword(
  db: ControlStore,
  viewer: Viewer,
  passwords: { current: string; next: string },
  caller: Caller,
): Promise<{ token: string; expiresAt: Date }> {
  requirePassword(passwords.next, viewer.email);
  const limits = await requireFewFailures(db, viewer.email, caller);
  const stored = await db.selectFrom('password').select('hash').where('person_id', '=', viewer.id).executeTakeFirst();
  if (!(await verifyPassword(passwords.current, stored?.hash ?? null))) {
    throw new PersonError({ message: message('account.notCurrent'), status: 403 });
  }
  await forgive(db, limits);
  await setPassword(db, viewer.email, viewer.email, passwords.next);
  return openSession(db, viewer.id, caller.userAgent);
}
