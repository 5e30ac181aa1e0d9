// `npm run verify`: what can be checked in seconds, without a database or a browser.
import { unitSuite } from '#lib/cli/testing/node-suite.ts';
import { lintSuite, typesSuite } from '#lib/cli/testing/static-suites.ts';
import { runSuites } from '#lib/cli/testing/suites.ts';

const good = await runSuites(
  [
    { name: 'types', run: typesSuite },
    { name: 'lint', run: lintSuite },
    { name: 'unit', run: unitSuite },
  ],
  (line) => console.log(line),
);
process.exit(good ? 0 : 1);
