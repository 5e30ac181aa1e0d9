import { randomBytes } from 'node:crypto';
import { type Message, message } from '#lib/i18n/message.ts';
import { redact } from '#lib/server/redact.ts';

/**
 * Logs what nobody expected and answers the sentence a person sees instead. The reference in both is how an admin finds
 * one from the other. Of the error only its name, code, message and stack are written: PostgreSQL puts rows and
 * parameters into its other fields.
 */
export function reportUnexpected(
  where: string,
  error: unknown,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Message {
  const reference = randomBytes(4).toString('hex');
  write(`${JSON.stringify({ at: new Date().toISOString(), where, reference, error: describe(error) })}\n`);
  return message('problem.unexpected', { reference });
}

function describe(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: redact(error.message),
    stack: redact(
      (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 12)
        .join('\n'),
    ),
    ...(error.cause !== undefined && depth < 3 ? { cause: describe(error.cause, depth + 1) } : {}),
  };
}

/** Whether the database could not be reached, as opposed to refusing what it was asked. */
export function isUnreachable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') {
    return /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08\w{3}|53300|57P0[123])$/.test(
      code,
    );
  }
  return error instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
}
