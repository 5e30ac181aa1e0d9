import type { z } from 'zod';

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string };

/** Reads outside input by its schema; what is wrong comes back as one sentence with the place, never as a stack. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const [first, ...more] = result.error.issues;
  const place = first?.path.map(String).join('.');
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  return {
    ok: false,
    message: `${place ? `${place}: ` : ''}${first?.message ?? 'The input was not understood'}${rest}`,
  };
}
