import { spawn } from 'node:child_process';

export type TestRun = {
  passed: number;
  failed: number;
  /** What the tests said of themselves. */
  said: string[];
  /** Everything they printed, for whoever wants to know why. */
  output: string;
};

/** Runs a test file in a process of its own. */
export function runTest(
  file: string,
  given: { env?: Record<string, string>; pattern?: string; cwd?: string; timeoutMs?: number } = {},
): Promise<TestRun> {
  const { env = {}, pattern, cwd = process.cwd(), timeoutMs = 3_600_000 } = given;
  const child = spawn(
    process.execPath,
    ['--test', '--test-reporter=tap', ...(pattern ? [`--test-name-pattern=${pattern}`] : []), file],
    { cwd, env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const late = setTimeout(() => child.kill('SIGTERM'), timeoutMs);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      const comments = [...output.matchAll(/^\s*# (.*)$/gm)].map((match) => match[1] ?? '');
      const count = (name: string) =>
        Number(comments.findLast((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? 0);
      const failed = count('fail') + count('cancelled');
      resolve({
        passed: count('pass'),
        // The runner may fail for what is no test, such as a file that cannot be loaded.
        failed: code !== 0 ? Math.max(1, failed) : failed,
        said: comments.filter(
          (line) => !/^(Subtest|tests|suites|pass|fail|cancelled|skipped|todo|duration_ms)\b/.test(line),
        ),
        output,
      });
    });
  });
}

/** A row for tests that print their own figures. */
export async function testFinding(
  given: {
    promise: number;
    what: string;
    promised: string;
    file: string;
    pattern?: string;
    env?: Record<string, string>;
  },
  say: (line: string) => void,
) {
  const { promise, what, promised, file, ...rest } = given;
  const { passed, failed, said, output } = await runTest(file, rest);
  for (const line of said) say(line);
  if (failed > 0) say(output);
  const measured = failed > 0 ? `${failed} of ${passed + failed} tests failed` : `${passed} tests passed`;
  return { promise, what, measured, promised, kept: failed === 0 && passed > 0 };
}
