// `npm run faults`: disturbs everything that can be disturbed and prints what is left of the promises. `npm run faults --
// pages` does one part; parts are the files of lib/faults/parts.
import { part as bugs } from '#lib/faults/parts/bugs.ts';
import { part as builds } from '#lib/faults/parts/builds.ts';
import { part as histories } from '#lib/faults/parts/histories.ts';
import { part as pages } from '#lib/faults/parts/pages.ts';
import type { Finding, Part } from '#lib/faults/parts/part.ts';
import { part as points } from '#lib/faults/parts/points.ts';
import { part as questions } from '#lib/faults/parts/questions.ts';
import { part as server } from '#lib/faults/parts/server.ts';
import { part as slow } from '#lib/faults/parts/slow.ts';
import { findingTable } from '#lib/faults/parts/table.ts';
import { redact } from '#lib/server/redact.ts';

const parts: Record<string, Part> = { pages, slow, points, builds, histories, questions, server, bugs };

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !parts[name]);
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Expected ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const findings: Finding[] = [];
let good = true;
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n── ${part.title}`);
  try {
    findings.push(...(await part.run((line) => console.log(`${name}: ${line}`))));
  } catch (error) {
    good = false;
    console.error(redact(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }
}
console.log(`\n${findingTable(findings)}`);
process.exit(good && findings.every(({ kept }) => kept) ? 0 : 1);
