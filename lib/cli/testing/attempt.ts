import { runCommand } from '#lib/cli/testing/run-command.ts';

/** Runs an installer quietly and answers what went wrong, or null. */
export async function attempt(program: string, args: string[], timeout: number): Promise<string | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    const { code, output } = await runCommand(program, args, { env, timeout, quiet: true });
    if (code === 0) return null;
    const lines = output.split('\n').map((line) => line.trim());
    return lines.findLast((line) => /error|failed|unable/i.test(line)) ?? lines.findLast(Boolean) ?? 'it took too long';
  } catch (error) {
    return (error as Error).message;
  }
}
