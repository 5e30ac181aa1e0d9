import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** An `npm start` that has said it is ready. */
export type NpmStart = {
  pid: number;
  seconds: number;
  /** Each step it printed, with its seconds. */
  steps: { name: string; seconds: number }[];
  stop(): Promise<void>;
};

/** Runs `npm start` in a folder, as a person would, and waits until Summa is ready. */
export function npmStart(folder: string, env: Record<string, string>, say: (line: string) => void): Promise<NpmStart> {
  const began = Date.now();
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|SUMMA_|WAREHOUSE_|CONTROL_URL|NODE_ENV$|PORT$|APP_URL$)/.test(name),
  );
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...(Object.fromEntries(clean) as NodeJS.ProcessEnv), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  process.once('exit', end);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const steps: NpmStart['steps'] = [];
  return new Promise((resolve, reject) => {
    const line = (text: string) => {
      say(text);
      const step = /^✓ (.+) \(([\d.]+) s\)$/.exec(text);
      if (step) steps.push({ name: step[1] ?? '', seconds: Number(step[2]) });
      if (!text.startsWith('Summa is ready')) return;
      resolve({
        pid: child.pid ?? 0,
        seconds: (Date.now() - began) / 1000,
        steps,
        async stop() {
          process.off('exit', end);
          child.kill('SIGTERM');
          // npm ends at once; the pipe closes when the last process below it has.
          await gone;
        },
      });
    };
    createInterface({ input: child.stdout }).on('line', line);
    createInterface({ input: child.stderr }).on('line', line);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
  });
}
