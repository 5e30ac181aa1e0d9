import type pg from 'pg';
import { DefinitionError } from '#lib/definition/problem.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { TooManyPartitions } from '../plan/plan.ts';
import { Held } from '../run/context.ts';

/** How long somebody who looks before asking may have to wait, in milliseconds. */
export type Patience = { lock: number; statement: number };

const planning: Patience = { lock: 1_000, statement: 10_000 };

/**
 * Reads with the rights of a run, changes nothing, and gives up soon where a run would wait. Not in one transaction: what
 * is asked after a statement that failed, to say why, must be answered too.
 */
export async function quickRead<T>(
  url: string,
  read: (db: pg.PoolClient) => Promise<T>,
  { lock, statement }: Patience = planning,
): Promise<T> {
  const client = await warehousePool('jobs', url).connect();
  try {
    await client.query(
      engineDialect(client).lockTimeouts
        ? `set lock_timeout = ${lock}; set statement_timeout = ${statement}; set default_transaction_read_only = on`
        : `set statement_timeout to ${statement}`,
    );
    return await read(client);
  } finally {
    const reset = engineDialect(client).lockTimeouts
      ? 'reset lock_timeout; reset statement_timeout; reset default_transaction_read_only'
      : 'set statement_timeout to 0';
    const isClean = await client.query(reset).then(
      () => true,
      () => false,
    );
    // A connection that may still be impatient is no longer one for a build.
    client.release(!isClean);
  }
}

/** Whether a statement was given up because a table is locked or the warehouse has no time. */
export function gaveUp(error: unknown): boolean {
  return codeOf(error) === '55P03' || codeOf(error) === '57014';
}

function codeOf(error: unknown): unknown {
  return ((error ?? {}) as { code?: unknown }).code;
}

/** What is said to a person who cannot be told what they asked of a summary. */
export function inWords(error: unknown, summary: string): unknown {
  if (gaveUp(error)) {
    const said = codeOf(error) === '55P03' ? message('problem.sourceLocked', { summary }) : message('problem.busy');
    return new PersonError({ message: said, status: 503 }, { cause: error });
  }
  if (error instanceof DefinitionError || error instanceof Held || error instanceof TooManyPartitions) {
    // What a run would end with, in the same words.
    const status = error instanceof Held ? 409 : 422;
    return new PersonError({ message: message('problem.plain', { text: error.message }), status }, { cause: error });
  }
  return error;
}
