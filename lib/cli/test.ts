// `npm test`: types, lint, unit, database and browser tests. `npm test -- unit` runs one suite; what follows `browser`
// goes to Playwright, for example `npm test -- browser sign-in`.
import { browserSuite } from '#lib/cli/testing/browser-suite.ts';
import { databaseSuite, unitSuite } from '#lib/cli/testing/node-suite.ts';
import { lintSuite, typesSuite } from '#lib/cli/testing/static-suites.ts';
import { runSuites, type Suite } from '#lib/cli/testing/suites.ts';

const args = process.argv.slice(2);
const browserAt = args.indexOf('browser');
const chosen = browserAt === -1 ? args : args.slice(0, browserAt + 1);
const browserArgs = browserAt === -1 ? [] : args.slice(browserAt + 1);

const suites: Suite[] = [
  { name: 'types', run: typesSuite },
  { name: 'lint', run: lintSuite },
  { name: 'unit', run: unitSuite },
  { name: 'database', run: databaseSuite },
  { name: 'browser', run: () => browserSuite(browserArgs) },
];

const unknown = chosen.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
  console.error(`There is no suite "${unknown}". Expected ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
const selected = suites.filter((suite) => chosen.length === 0 || chosen.includes(suite.name));
const good = await runSuites(selected, (line) => console.log(line));
process.exit(good ? 0 : 1);
