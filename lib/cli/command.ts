import type { Environment } from '#lib/environment.ts';

/** What every `summa` command gets besides its arguments. */
export type CommandContext = {
  /** With every URL filled in: the embedded server runs while the command does. */
  environment: Environment;
  /** Prints a line of the command's result to stdout, where nothing else goes. */
  print(line: string): void;
  /** Prints a line for the person at the terminal, to stderr. */
  say(line: string): void;
};

/**
 * One command of `npm run summa -- <name>`, in the file commands/<name>.ts:
 *
 *     export const command: Command = {
 *       summary: 'print a new personal token',
 *       usage: 'token <email> [--days 30]',
 *       async run(args, { environment, print }) { … },
 *     };
 */
export type Command = {
  /** What it does, in a few words that follow its name. */
  summary: string;
  /** The name with its arguments. */
  usage: string;
  /** May answer with an exit code; without one it is 0. */
  run(args: string[], context: CommandContext): Promise<number | undefined> | Promise<void>;
};

/** The person asked for something that is not there; only the message is shown, with the usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}
