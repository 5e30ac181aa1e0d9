import { parseArgs } from 'node:util';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { createEngine } from '#lib/refresh/engine.ts';
import { runToItsEnd } from '#lib/refresh/first-build.ts';
import { outnumberWarehouse } from '#lib/refresh/outnumber.ts';
import type { RefreshMode } from '#lib/refresh/overview-types.ts';
import { requestRefresh } from '#lib/refresh/request.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';

const modes = ['due', 'missing', 'failed', 'all'] as const satisfies readonly RefreshMode[];

/** Refreshes a summary here, or waits for the worker that took the run. */
export const command: Command = {
  summary: 'refresh a summary and what is made from it, and wait for the end',
  usage:
    'refresh <summary> [--mode due|missing|failed|all] [--from 2024-01-01 --to 2024-02-01] [--reason "…"] [--allow-empty]',
  async run(args, { environment, print, say }) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        mode: { type: 'string', default: 'due' },
        from: { type: 'string' },
        to: { type: 'string' },
        reason: { type: 'string' },
        'allow-empty': { type: 'boolean', default: false },
      },
    });
    const summary = positionals[0];
    const mode = modes.find((each) => each === values.mode);
    if (!summary) throw new UsageError('No summary was named.');
    if (!mode) throw new UsageError(`There is no mode "${values.mode}". Expected one of: ${modes.join(', ')}.`);
    if (!values.from !== !values.to)
      throw new UsageError('A range has two ends. Give both --from and --to, or neither.');
    const registry = await loadRegistry(environment.schema);
    const store = controlStore(environment.controlUrl);
    const engine = createEngine({ registry, environment, log: say, worker: `command line ${process.pid}` });
    try {
      await outnumberWarehouse(engine);
      const { id, joined } = await requestRefresh(store, registry, {
        summary,
        mode,
        range: values.from && values.to ? { from: values.from, to: values.to } : null,
        requestedBy: 'command line',
        reason: values.reason ?? null,
        allowEmpty: values['allow-empty'],
      });
      say(joined ? `Joined run ${id}, which waits already.` : `Requested run ${id}.`);
      const error = await runToItsEnd(engine, id);
      if (error !== null) throw new Error(`Run ${id} of ${summary} did not succeed: ${error}`);
      print(`Run ${id} of ${summary} succeeded.`);
    } finally {
      await closeWarehousePools();
      await closeControlStore(environment.controlUrl);
    }
  },
};
