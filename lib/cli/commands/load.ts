import { parseArgs } from 'node:util';
import { type CommandContext, UsageError } from '#lib/cli/command.ts';
import { type LoadResult, loadFile } from '#lib/load/load-file.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';

const usage =
  'load <file.csv|.csv.gz|.parquet> <schema.table> [--type column=type ...] [--append|--replace] [--delimiter ;|tab] [--null text ...] [--zone Asia/Seoul]';

/** Loads a file into the warehouse. The exit code is 0 when every row is loaded, 3 when some were rejected. */
export const command = {
  name: 'load',
  summary: 'load a CSV or Parquet file into a table of the warehouse',
  usage,
  run: async (args: string[], { environment, print, say }: CommandContext): Promise<number> => {
    const { path, table, options } = parse(args);
    if (isRedshift(environment.warehouseUrl)) {
      throw new UsageError('A Redshift takes files from S3 only, by its own COPY, so Summa loads none into it.');
    }
    const result = await loadFile({
      ...options,
      path,
      table,
      url: environment.warehouseUrl,
      home: environment.home,
      reserved: [environment.schema, 'summa_control', 'graphile_worker'],
      log: say,
    });
    for (const line of report(result)) print(line);
    return result.rejected > 0 ? 3 : 0;
  },
};

function parse(args: string[]) {
  const { values, positionals } = parsed(args);
  const [path, table, ...rest] = positionals;
  if (!path || !table || rest.length > 0) throw new UsageError('The load command needs a file and a table.');
  if (values.append && values.replace) throw new UsageError('Give --append or --replace, not both.');
  const overrides: Record<string, string> = {};
  for (const type of values.type ?? []) {
    const at = type.lastIndexOf('=');
    if (at < 1) throw new UsageError(`--type ${type} is not column=type, for example --type amount=numeric(12,2).`);
    overrides[type.slice(0, at)] = type.slice(at + 1);
  }
  const mode: 'create' | 'replace' | 'append' = values.append ? 'append' : values.replace ? 'replace' : 'create';
  const delimiter = values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter;
  return { path, table, options: { overrides, mode, delimiter, nulls: values.null ?? [], zone: values.zone } };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        type: { type: 'string', multiple: true },
        append: { type: 'boolean' },
        replace: { type: 'boolean' },
        delimiter: { type: 'string' },
        null: { type: 'string', multiple: true },
        zone: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function report(result: LoadResult): string[] {
  const count = (n: number) => n.toLocaleString('en');
  const seconds = result.milliseconds / 1000;
  const rate = Math.round(result.read / seconds);
  const lines = [
    `${result.table}: ${count(result.read)} rows read, ${count(result.rows)} loaded, ${count(result.rejected)} rejected in ${seconds.toFixed(1)} s (${count(rate)} rows/s)`,
  ];
  for (const row of result.firstRejected) {
    const where = row.column === null ? '' : ` ${row.column} ${JSON.stringify(row.value)}`;
    lines.push(`  line ${row.line}:${where} ${row.reason}`);
  }
  if (result.rejectedFile) lines.push(`All rejected rows are in ${result.rejectedFile}`);
  return lines;
}
