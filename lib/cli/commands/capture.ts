import { parseArgs } from 'node:util';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { captureScript } from '#lib/refresh/late/capture-script.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';

/** Prints the statements that let a source tell every change of it. It changes nothing itself: they ask for rights of others. */
export const command: Command = {
  summary: 'print the SQL that logs every change of an exact source, and who has to run it',
  usage: 'capture <source> [--drop]',
  async run(args, { environment, print }) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { drop: { type: 'boolean', default: false } },
    });
    const [name] = positionals;
    if (!name) throw new UsageError('No source was named.');
    if (isRedshift(environment.warehouseUrl)) {
      throw new UsageError(
        "A Redshift has no triggers, so nothing can log the changes of a source. Choose late: { tier: 'manifest' } or { tier: 'cursor' }.",
      );
    }
    const registry = await loadRegistry(environment.schema);
    const source = registry.sources.find((each) => each.name === name);
    if (!source) {
      const known = registry.sources.map((each) => each.name).join(', ');
      throw new UsageError(`There is no source "${name}". Expected one of: ${known}.`);
    }
    try {
      const pool = warehousePool('jobs', environment.warehouseUrl);
      for (const line of await captureScript(pool, environment.schema, source, values.drop)) print(line);
    } finally {
      await closeWarehousePools();
    }
  },
};
