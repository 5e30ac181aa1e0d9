import type { CommandContext } from '#lib/cli/command.ts';
import type { Engine } from '#lib/refresh/run/engine.ts';
import { runToItsEnd } from '#lib/refresh/run/first-build.ts';

/** Executes a run here, or waits for the worker that has it. Throws when it did not succeed. */
export async function seeThrough(engine: Engine, id: string, { print }: Pick<CommandContext, 'print'>): Promise<void> {
  const known = await engine.store.selectFrom('run').select('id').where('id', '=', id).executeTakeFirst();
  if (!known) throw new Error(`There is no run ${id}. \`npm run summa -- runs\` lists those there are.`);
  const error = await runToItsEnd(engine, id);
  if (error !== null) throw new Error(`Run ${id} did not succeed: ${error}`);
  print(`Run ${id} succeeded.`);
}
