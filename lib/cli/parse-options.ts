import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isDay } from '#lib/calendar/day.ts';
import { UsageError } from '#lib/cli/command.ts';
import type { RefreshMode, RefreshRange } from '#lib/refresh/view/overview-types.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads the arguments of a command; what is not understood is an error of usage. */
export function parseOptions<const O extends Options>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The only argument besides options, or none. */
export function onlyArgument(positionals: string[]): string | undefined {
  const [first, second] = positionals;
  if (second !== undefined) throw new UsageError(`One argument was expected, and "${second}" is another.`);
  return first;
}

/** A number that names a run or an epoch. */
export function numberNamed(what: string, text: string | undefined): string {
  if (text === undefined) throw new UsageError(`No ${what} was named.`);
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`"${text}" is not the number of ${what === 'epoch' ? 'an' : 'a'} ${what}.`);
  return text;
}

const modes = ['due', 'missing', 'failed', 'all'] as const satisfies readonly RefreshMode[];

export const refreshOptions = {
  mode: { type: 'string', default: 'due' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const;

/** What is asked to be refreshed: `<summary> [--mode …] [--from … --to …]`. */
export function refreshWish(
  positionals: string[],
  { mode: given, from, to }: { mode: string; from?: string; to?: string },
): { summary: string; mode: RefreshMode; range: RefreshRange | null } {
  const summary = onlyArgument(positionals);
  if (!summary) throw new UsageError('No summary was named.');
  const mode = modes.find((each) => each === given);
  if (!mode) throw new UsageError(`There is no mode "${given}". Expected one of: ${modes.join(', ')}.`);
  if (!from !== !to) throw new UsageError('A range has two ends. Give both --from and --to, or neither.');
  if (!from || !to) return { summary, mode, range: null };
  if (!isDay(from) || !isDay(to) || from >= to) {
    throw new UsageError(
      `The range is ${from} to ${to}. Expected two days YYYY-MM-DD, the first before the second, which is not included.`,
    );
  }
  return { summary, mode, range: { from, to } };
}
