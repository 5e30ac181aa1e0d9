import { audit } from '#lib/auth/audit.ts';
import { type Command, type CommandContext, UsageError } from '#lib/cli/command.ts';
import { confirm } from '#lib/cli/confirm.ts';
import { numberNamed, onlyArgument, parseOptions } from '#lib/cli/parse-options.ts';
import { seeThrough } from '#lib/cli/see-through.ts';
import { commandLine, withEngine } from '#lib/cli/with-engine.ts';
import { PersonError } from '#lib/problem.ts';
import { previewRollBack } from '#lib/refresh/roll-back/preview.ts';
import { requestRollBack } from '#lib/refresh/roll-back/request.ts';
import type { RollBackPreview } from '#lib/refresh/roll-back/roll-back-types.ts';
import { outnumberWarehouse } from '#lib/refresh/run/outnumber.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';

/** Restores what was visible before an epoch and holds its days until somebody releases them. */
export const command: Command = {
  summary: 'restore what was visible before an epoch, and hold its days until they are released',
  usage: 'rollback <epoch> --reason "…" [--yes] [--no-wait]',
  async run(args, context) {
    const { positionals, values } = parseOptions(args, {
      reason: { type: 'string' },
      yes: { type: 'boolean', default: false },
      'no-wait': { type: 'boolean', default: false },
    });
    const epoch = Number(numberNamed('epoch', onlyArgument(positionals)));
    const reason = values.reason?.trim();
    if (!reason) throw new UsageError('A roll-back is kept with its reason. Give --reason "…".');
    return withEngine(context, async (engine) => {
      const { schema, warehouseUrl } = engine.environment;
      const db = warehousePool('jobs', warehouseUrl);
      const preview = await previewRollBack(db, schema, engine.registry, epoch);
      if (preview.refusal) throw new PersonError({ message: preview.refusal });
      tell(preview, context);
      if (!values.yes && !(await agreed(epoch))) {
        context.say('Nothing was changed.');
        return 1;
      }
      await outnumberWarehouse(engine);
      const wish = { epoch, reason, who: commandLine };
      const { id } = await requestRollBack(engine.store, db, schema, engine.registry, wish);
      await audit(engine.store, { who: commandLine, what: 'rollBack.request', detail: { epoch, reason, run: id } });
      context.say(`Requested run ${id}.`);
      if (values['no-wait']) context.print(id);
      else await seeThrough(engine, id, context);
      return 0;
    });
  },
};

function tell({ epoch, summaries, alsoUndoes }: RollBackPreview, { say }: CommandContext): void {
  say(`Rolling back epoch ${epoch}:`);
  for (const { summary, range, opened, closed } of summaries) {
    say(`  ${summary}, ${range ? `${range.from}..${range.to}` : 'everything'}: ${opened} rows come back, ${closed} go`);
  }
  if (alsoUndoes.length > 0) say(`  Epochs on the same days that are undone too: ${alsoUndoes.join(', ')}`);
}

async function agreed(epoch: number): Promise<boolean> {
  const answer = await confirm(`Roll back epoch ${epoch}?`);
  if (answer === null) throw new UsageError('Nobody is at the terminal to agree. Add --yes to roll back.');
  return answer;
}
