import type { z } from 'zod';
import { english, isMessageKey } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string; said: Message | null };

/**
 * Reads outside input by its schema; what is wrong comes back as one sentence with the place, never as a stack. A schema
 * of a form names a message of `messages/en.json`, which may mention the `{minimum}` or `{maximum}` of the rule:
 *
 *     z.string().min(12, 'password.tooShort' satisfies MessageKey)
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) {
    if (storable(result.data)) return { ok: true, value: result.data };
    const said = message('problem.unstorable');
    return { ok: false, message: say(said, english), said };
  }
  const [first, ...more] = result.error.issues;
  const place = first?.path.map(String).join('.');
  if (first && isMessageKey(first.message)) {
    const limits = Object.entries(first).filter(([name]) => name === 'minimum' || name === 'maximum');
    const said = message(first.message, Object.fromEntries(limits.map(([name, value]) => [name, Number(value)])));
    return { ok: false, message: say(said, english), said };
  }
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  return {
    ok: false,
    message: `${place ? `${place}: ` : ''}${first?.message ?? 'The input was not understood'}${rest}`,
    said: null,
  };
}

/** PostgreSQL keeps neither NUL nor half of a character; such a text is refused here, before a statement fails on it. */
function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(storable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => storable(name) && storable(each));
}
