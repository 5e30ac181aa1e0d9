// `npm run summa -- <command>`: finds the command's file, gives it a database, runs it.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import type { Environment } from '#lib/environment.ts';
import { databaseProblems } from '#lib/server/database-problems.ts';
import { redact } from '#lib/server/redact.ts';

const folder = path.join(import.meta.dirname, 'commands');
const say = (line: string) => void process.stderr.write(`${line}\n`);

async function commandNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => path.basename(file, '.ts'))
    .sort();
}

async function load(name: string): Promise<Command> {
  const module = (await import(path.join(folder, `${name}.ts`))) as { command: Command };
  return module.command;
}

async function help(names: string[]): Promise<string> {
  const commands = await Promise.all(names.map(load));
  const lines = commands.flatMap((command) => [`  ${command.usage}`, `      ${command.summary}`, '']);
  return ['Usage: npm run summa -- <command>', '', ...lines].join('\n');
}

async function main(): Promise<number> {
  // npm eats the `--` before a command; without npm it arrives here.
  const [name = 'help', ...args] = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
  const names = await commandNames();
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${await help(names)}\n`);
    return 0;
  }
  if (!names.includes(name)) {
    say(`Summa has no command "${name}". Expected one of: ${names.join(', ')}.`);
    return 2;
  }
  const command = await load(name);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`Usage: npm run summa -- ${command.usage}\n\nTo ${command.summary}.\n`);
    return 0;
  }
  const { environment, close } = await environmentWithServer();
  try {
    const context = { environment, print: (line: string) => void process.stdout.write(`${line}\n`), say };
    return (await command.run(args, context)) ?? 0;
  } catch (error) {
    for (const line of await wordsOf(error, environment)) say(redact(line));
    if (error instanceof UsageError) say(`Usage: npm run summa -- ${command.usage}`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await close();
  }
}

/** A command that failed because a database is not there, or lets nobody in, says which one and what to do. */
async function wordsOf(error: unknown, environment: Environment): Promise<string[]> {
  const own = [error instanceof Error ? error.message : String(error)];
  const { code } = (error ?? {}) as { code?: unknown };
  if (error instanceof UsageError || typeof code !== 'string') return own;
  const problems = await databaseProblems(environment);
  if (problems.length > 0) return problems;
  if (code !== '42P01') return own;
  return [`Summa's tables are not in the database yet (${own[0]}). A first \`npm start\` makes them.`];
}

let code = 1;
try {
  code = await main();
} catch (error) {
  say(redact(error instanceof Error ? error.message : String(error)));
}
// Pools that a command leaves open must not keep it from ending, but its last line must reach the pipe.
process.stdout.write('', () => process.exit(code));
