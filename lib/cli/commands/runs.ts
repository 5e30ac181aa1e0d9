import { type Command, type CommandContext, UsageError } from '#lib/cli/command.ts';
import { onlyArgument, parseOptions } from '#lib/cli/parse-options.ts';
import { withEngine } from '#lib/cli/with-engine.ts';
import type { Engine } from '#lib/refresh/run/engine.ts';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { outcomes, type RunFilter } from '#lib/refresh/view/runs-types.ts';
import { runsPage } from '#lib/refresh/view/runs-view.ts';

/** Lists runs, the newest first. */
export const command: Command = {
  summary: 'list runs, the newest first',
  usage: `runs [--summary NAME] [--state ${outcomes.join('|')}] [--limit 20] [--json]`,
  async run(args, context) {
    const { positionals, values } = parseOptions(args, {
      summary: { type: 'string' },
      state: { type: 'string' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    });
    if (onlyArgument(positionals)) throw new UsageError(`"${positionals[0]}" was not understood.`);
    const outcome = outcomes.find((each) => each === values.state) ?? null;
    if (values.state && !outcome) {
      throw new UsageError(`There is no state "${values.state}". Expected one of: ${outcomes.join(', ')}.`);
    }
    if (!/^[1-9]\d{0,4}$/.test(values.limit)) throw new UsageError('--limit is a number from 1 to 99999.');
    const filter = { summary: values.summary ?? null, outcome, who: null, task: null, from: null, to: null };
    const runs = await withEngine(context, (engine) => newestRuns(engine, filter, Number(values.limit)));
    printRuns(runs, values.json, context);
  },
};

async function newestRuns({ store, registry }: Engine, filter: RunFilter, limit: number): Promise<RunView[]> {
  const runs: RunView[] = [];
  let before: string | null = null;
  do {
    const page = await runsPage(store, registry, filter, before);
    runs.push(...page.runs);
    before = page.next;
  } while (before !== null && runs.length < limit);
  return runs.slice(0, limit);
}

function printRuns(runs: RunView[], json: boolean, { print, say }: CommandContext): void {
  if (json) print(JSON.stringify(runs, null, 2));
  else if (runs.length === 0) say('There is no such run.');
  else for (const run of runs) print(lineOf(run));
}

function lineOf(run: RunView): string {
  const wish = run.task === 'refresh' ? run.mode : run.task;
  const range = run.range ? `${run.range.from}..${run.range.to}` : 'everything';
  const units = run.unitsTotal === null ? '-' : `${run.unitsDone}/${run.unitsTotal} units`;
  const epochs = run.epochs
    ? `epoch ${run.epochs.from}${run.epochs.to > run.epochs.from ? `..${run.epochs.to}` : ''}`
    : '-';
  return [run.id, run.state, run.summary, wish, range, units, epochs, run.requestedBy, run.createdAt].join('\t');
}
