import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { addToIndex, importLines } from '#lib/introspect/add-to-index.ts';
import { formatCode } from '#lib/introspect/format-code.ts';
import { introspect } from '#lib/introspect/introspect.ts';
import type { Proposal, TakenNames } from '#lib/introspect/propose.ts';
import { type ProposedFile, proposedFiles } from '#lib/introspect/proposed-files.ts';
import { PersonError } from '#lib/problem.ts';

/** Prints definitions for a raw table to begin with, or writes them as files. */
export const command: Command = {
  summary: 'propose a source, a summary and a dashboard for a table of the warehouse',
  usage: 'introspect <schema.table> [--name orders] [--write]',
  async run(args, { environment, print, say }) {
    const { table, name, write } = parse(args);
    const proposal = await introspect(environment.warehouseUrl, table, await takenNames(environment.schema), name);
    const files = await Promise.all(
      proposedFiles(proposal).map(async ({ path: file, code }) => ({ path: file, code: await formatCode(file, code) })),
    );
    if (!proposal.summary) {
      say(
        `${table} has neither a time nor a column to group by, so only its source is proposed. Summa groups rows by both.`,
      );
    }
    if (!write) {
      print(files.map(({ path: file, code }) => `// ${file}\n\n${code}`).join('\n'));
      if (proposal.summary) say(`Copy them, or add --write. ${whatToAdd(proposal)}`);
      return;
    }
    await writeNew(files);
    for (const { path: file } of files) print(file);
    if (proposal.summary) say(await listInIndex(proposal));
  },
};

function parse(args: string[]) {
  const { positionals, values } = options(args);
  const [table, ...rest] = positionals;
  if (!table || rest.length > 0) throw new UsageError('The introspect command needs one table, such as sales.orders.');
  return { table, name: values.name, write: values.write ?? false };
}

function options(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { name: { type: 'string' }, write: { type: 'boolean' } },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Names of what is defined; definitions that are broken just now must not keep anybody from beginning. */
async function takenNames(schema: string): Promise<TakenNames> {
  const registry = await loadRegistry(schema).catch(() => null);
  const names = (definitions: readonly { name: string }[] = []) => definitions.map((each) => each.name);
  return {
    sources: names(registry?.sources),
    summaries: names(registry?.summaries),
    dashboards: names(registry?.dashboards),
  };
}

/** Writes all files or none. */
async function writeNew(files: readonly ProposedFile[]): Promise<void> {
  const there = files.filter((file) => existsSync(file.path));
  if (there.length > 0) {
    throw new PersonError({
      found: `${there.map((file) => file.path).join(' and ')} exists already.`,
      expected: 'Expected names that are free; nothing was written.',
      todo: 'Give another one with --name, or leave --write out and copy what you need.',
    });
  }
  for (const file of files) {
    await mkdir(path.dirname(file.path), { recursive: true });
    await writeFile(file.path, file.code, { flag: 'wx' });
  }
}

async function listInIndex(proposal: Proposal): Promise<string> {
  const index = path.join('queries', 'index.ts');
  const before = await readFile(index, 'utf8').catch(() => '');
  const after = addToIndex(before, proposal);
  if (after === null) return whatToAdd(proposal);
  await writeFile(index, await formatCode(index, after));
  return `${index} lists them. Read the comments, then: npm run summa -- check`;
}

function whatToAdd(proposal: Proposal): string {
  return [
    'In queries/index.ts add',
    ...importLines(proposal).map((line) => `  ${line}`),
    `and ${proposal.summary?.constant} to its summaries, ${proposal.dashboard.constant} to its dashboards; then: npm run summa -- check`,
  ].join('\n');
}
