// `npm run setup-cases`: sets Summa up in every way this machine allows, disturbs it, and prints what happened.
// `npm run setup-cases -- kill port` runs the cases whose names hold one of these words.
import { installs } from '#lib/cli/setup-cases/cases/installs.ts';
import { kills } from '#lib/cli/setup-cases/cases/kills.ts';
import { places } from '#lib/cli/setup-cases/cases/places.ts';
import { troubles } from '#lib/cli/setup-cases/cases/troubles.ts';
import { type Outcome, outcomeTable } from '#lib/cli/setup-cases/outcome-table.ts';
import { runCase } from '#lib/cli/setup-cases/run-case.ts';
import { makeStage } from '#lib/cli/setup-cases/stage.ts';

if (process.platform !== 'linux') {
  console.error('The setup cases look at processes in /proc, which only Linux has. Nothing was run.');
  process.exit(2);
}
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const loud = process.argv.includes('--loud');
const all = [...places, ...troubles, ...installs, ...kills];
const chosen = all.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(
    `No case is named like ${words.join(', ')}. There are:\n${all.map(({ name }) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}

const stage = await makeStage((line) => {
  if (loud) console.log(`    ${line}`);
});
let ending: Promise<void> | undefined;
const end = () => {
  ending ??= stage.remove();
  return ending;
};
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => void end().finally(() => process.exit(130)));

const outcomes: Outcome[] = [];
try {
  for (const each of chosen) {
    const outcome = await runCase(each, stage);
    outcomes.push(outcome);
    console.log(`${outcome.result.padEnd(7)} ${each.name} (${outcome.seconds.toFixed(1)} s): ${outcome.message}`);
  }
} finally {
  await end();
}
console.log(`\n${outcomeTable(outcomes)}`);
process.exit(outcomes.some(({ result }) => result === 'failed') ? 1 : 0);
