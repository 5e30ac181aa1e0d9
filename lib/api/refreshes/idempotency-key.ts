import { z } from 'zod';
import { PersonError } from '#lib/problem.ts';

/** The names that make a key may be 250 characters each. */
const longest = 600;

/** The `Idempotency-Key` header, as it is documented. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/)
  .max(longest)
  .meta({
    description:
      'Any text that stands for this refresh, such as the id of the task that asks for it. The same key with the same body answers 200 and the run it made, for 7 days.',
  });

/** The key a request comes with, or null. */
export function keyOf(headers: Headers): string | null {
  const given = headers.get('idempotency-key');
  if (given === null) return null;
  const parsed = idempotencyKey.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new PersonError({
    found: 'The Idempotency-Key of this request is empty, too long, or not plain ASCII.',
    expected: `1 to ${longest} characters of ASCII.`,
    todo: 'Send another key.',
  });
}
