import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { builds } from '#lib/cli/build.ts';

/** Sends a browser's server action by hand, so that a load is timed without a browser. */
export type DashboardAction = (asked: { dashboard: string; filters: Record<string, string> }) => Promise<Load>;

/** Milliseconds from sending until the last tile was there, and how many bytes came. */
export type Load = { milliseconds: number; bytes: number };

type Manifest = { node: Record<string, { filename: string; exportedName: string }> };

/** The action of the app that runs in a folder, asked by whom the cookie says. */
export function dashboardAction(folder: string, url: string, cookie: string): DashboardAction {
  const { node } = JSON.parse(readFileSync(manifestOf(folder), 'utf8')) as Manifest;
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === 'loadDashboardAction');
  if (!found) throw new Error(`The build in ${folder} has no action that loads a dashboard.`);
  const [id] = found;
  const agent = new Agent({ keepAlive: true });
  return ({ dashboard, filters }) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify([{ dashboard, filters, epoch: null }]);
      const headers = {
        Accept: 'text/x-component',
        // As a browser asks; what comes is not unpacked here, for that is the browser's time.
        'Accept-Encoding': 'gzip',
        'Content-Type': 'text/plain;charset=UTF-8',
        'Content-Length': Buffer.byteLength(body),
        'Next-Action': id,
        Origin: url,
        Cookie: cookie,
      };
      const began = performance.now();
      const sent = request(`${url}/dashboards/${dashboard}`, { method: 'POST', agent, headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve({ milliseconds: performance.now() - began, bytes });
          else reject(new Error(`The action answered ${answer.statusCode}.`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
}

function manifestOf(folder: string): string {
  const file = readdirSync(path.join(folder, builds))
    .map((build) => path.join(folder, builds, build, 'server', 'server-reference-manifest.json'))
    .find((each) => existsSync(each));
  if (!file) throw new Error(`There is no build in ${folder}.`);
  return file;
}
