import { audit } from '#lib/auth/audit.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { numberNamed, parseOptions, refreshOptions, refreshWish } from '#lib/cli/parse-options.ts';
import { seeThrough } from '#lib/cli/see-through.ts';
import { commandLine, withEngine } from '#lib/cli/with-engine.ts';
import { outnumberWarehouse } from '#lib/refresh/run/outnumber.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';

/** Refreshes a summary here, or waits for the worker that took the run. */
export const command: Command = {
  summary: 'refresh a summary and what is made from it, and wait for the end',
  usage:
    'refresh <summary> [--mode due|missing|failed|all] [--from 2024-01-01 --to 2024-02-01] [--reason "…"] ' +
    '[--allow-empty] [--no-wait] | refresh --attach <run>',
  async run(args, context) {
    const { positionals, values } = parseOptions(args, {
      ...refreshOptions,
      reason: { type: 'string' },
      'allow-empty': { type: 'boolean', default: false },
      'no-wait': { type: 'boolean', default: false },
      attach: { type: 'string' },
    });
    if (values.attach !== undefined) {
      if (positionals.length > 0) throw new UsageError('--attach waits for a run that is there; name no summary.');
      const run = numberNamed('run', values.attach);
      return withEngine(context, (engine) => seeThrough(engine, run, context));
    }
    const wish = refreshWish(positionals, values);
    await withEngine(context, async (engine) => {
      await outnumberWarehouse(engine);
      const { id, joined } = await requestRefresh(engine.store, engine.registry, {
        ...wish,
        requestedBy: commandLine,
        reason: values.reason ?? null,
        allowEmpty: values['allow-empty'],
      });
      const detail = { ...wish, reason: values.reason ?? null, run: id };
      await audit(engine.store, { who: commandLine, what: 'refresh.request', detail });
      context.say(joined ? `Joined run ${id}, which waits already.` : `Requested run ${id}.`);
      if (values['no-wait']) context.print(id);
      else await seeThrough(engine, id, context);
    });
  },
};
