import { audit } from '#lib/auth/audit.ts';
import type { Command } from '#lib/cli/command.ts';
import { numberNamed, onlyArgument, parseOptions } from '#lib/cli/parse-options.ts';
import { commandLine } from '#lib/cli/with-engine.ts';
import { cancelRun } from '#lib/refresh/run/cancel.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';

/** Ends a run; what it has published stays. */
export const command: Command = {
  summary: 'end a run after the unit it works on, or now',
  usage: 'cancel <run> [--now]',
  async run(args, { environment, print }) {
    const { positionals, values } = parseOptions(args, { now: { type: 'boolean', default: false } });
    const id = numberNamed('run', onlyArgument(positionals));
    const how = values.now ? 'now' : 'after unit';
    const store = controlStore(environment.controlUrl);
    try {
      await cancelRun(store, id, how, commandLine);
      await audit(store, { who: commandLine, what: 'run.cancel', detail: { run: id, how } });
      const run = await store.selectFrom('run').select('state').where('id', '=', id).executeTakeFirst();
      if (run?.state === 'cancelled') print(`Run ${id} is cancelled.`);
      else print(`Run ${id} ends ${values.now ? 'now' : 'after the unit it works on'}.`);
    } finally {
      await closeControlStore(environment.controlUrl);
    }
  },
};
