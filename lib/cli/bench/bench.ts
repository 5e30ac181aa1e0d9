// `npm run bench`: measures, one topic per file of this folder. `npm run bench -- setup` measures one topic.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Benchmark } from '#lib/cli/bench/benchmark.ts';
import { figureTable } from '#lib/cli/bench/table.ts';
import { redact } from '#lib/server/redact.ts';

const topics = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => path.basename(file, '.bench.ts'))
  .sort();

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const unknown = chosen.find((name) => !topics.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Expected ${topics.join(', ')}.`);
  process.exit(2);
}
let code = 0;
for (const topic of chosen.length > 0 ? chosen : topics) {
  try {
    const module = (await import(`./${topic}.bench.ts`)) as { benchmark: Benchmark };
    const figures = await module.benchmark.run({ options, say: (line) => console.log(`${topic}: ${line}`) });
    console.log(`\n${figureTable(module.benchmark.title, figures)}\n`);
  } catch (error) {
    code = 1;
    console.error(redact(`${topic}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }
}
process.exit(code);
