import type { z } from 'zod';
import { inputWords } from '#lib/auth/input-words.ts';
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
  const result = schema.safeParse(input, { error: inputWords, reportInput: true });
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
  // One wrong value may break several rules; the first of them says what is wrong with it.
  const others = new Set(more.map((issue) => issue.path.map(String).join('.')).filter((other) => other !== place));
  const words = `${place ? `${place}: ` : ''}${first?.message ?? 'The input was not understood.'}`;
  const also = others.size > 0 ? `${words.endsWith('.') ? '' : '.'} Also not right: ${[...others].join(', ')}.` : '';
  return { ok: false, message: words + also, said: null };
}

/** PostgreSQL keeps neither NUL nor half of a character; such a text is refused here, before a statement fails on it. */
function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(storable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => storable(name) && storable(each));
}
