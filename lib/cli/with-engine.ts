import type { CommandContext } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { createEngine, type Engine } from '#lib/refresh/run/engine.ts';
import { closeControlStore } from '#lib/store/connect.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';

/** Who asked, in runs and in the audit log. */
export const commandLine = 'command line';

/** Gives a command the definitions and both databases, and closes what it opened. */
export async function withEngine<T>(
  { environment, say }: Pick<CommandContext, 'environment' | 'say'>,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const registry = await loadRegistry(environment.schema);
  try {
    return await use(createEngine({ registry, environment, log: say, worker: `${commandLine} ${process.pid}` }));
  } finally {
    await closeWarehousePools();
    await closeControlStore(environment.controlUrl);
  }
}
