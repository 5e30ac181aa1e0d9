import { addCounts, type Counts, countsLine, noCounts } from '#lib/cli/testing/counts.ts';

export type Suite = { name: string; run: () => Promise<Counts> };

/**
 * Runs suites one after another and prints each one's counts, then, as the very last line, those of all together.
 * Answers whether everything is well: nothing failed and each suite ran at least one test.
 */
export async function runSuites(suites: Suite[], print: (line: string) => void): Promise<boolean> {
  const lines: string[] = [];
  let total = noCounts;
  let good = true;
  for (const suite of suites) {
    print(`\n── ${suite.name}`);
    const began = Date.now();
    const counts = await suite.run().catch((error: unknown): Counts => {
      print(error instanceof Error ? error.message : String(error));
      return { passed: 0, failed: 1, skipped: 0 };
    });
    const ran = counts.passed + counts.failed > 0;
    good &&= counts.failed === 0 && ran;
    total = addCounts(total, counts);
    const line = `${suite.name.padEnd(10)} ${countsLine(counts)}${ran ? '' : ' (no test ran)'}`;
    lines.push(`${line} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  print('');
  for (const line of lines) print(line);
  print('');
  print(countsLine(total));
  return good;
}
