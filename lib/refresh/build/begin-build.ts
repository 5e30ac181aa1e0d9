import type { SourceDefinition } from '#lib/definition/source.ts';
import { keepCapture, movedCaptures } from '../late/keep-capture.ts';
import type { RunContext } from '../run/context.ts';
import { runStep } from '../run/run-step.ts';
import { type Base, readBase } from './base.ts';
import { lockSources } from './lock-sources.ts';

/** How often a build begins again because triggers of its sources were changed just then. */
const mostBeginnings = 5;

/**
 * Begins the transaction of a build and takes its snapshot, in which exact sources stand as was noted before: what may have
 * passed by their triggers is then seen by this build, and by none that came before it.
 */
export async function beginBuild(context: RunContext, read: readonly SourceDefinition[]): Promise<Base> {
  const { client, chain, schema } = context;
  const { sources } = chain.head.definition;
  for (let beginning = 1; ; beginning++) {
    await keepCapture(client, schema, sources);
    const lock = await runStep('lock sources', () => lockSources(client, read));
    await runStep('begin build', () => client.query('begin isolation level repeatable read'));
    try {
      if (lock) await client.query(lock);
      const base = await readBase(client, schema, chain);
      const moved = await movedCaptures(client, schema, sources);
      if (moved.length === 0) return base;
      if (beginning >= mostBeginnings) {
        throw new Error(
          `The table or triggers of ${moved.join(', ')} were changed ${beginning} times while a build began. Expected them to ` +
            'stay for a moment. Refresh again when that work is done.',
        );
      }
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    await client.query('rollback');
  }
}
