import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builds } from '#lib/cli/build.ts';

/** Sends a browser's server action by hand, so that a load is timed without a browser. */
export type DashboardAction = (asked: { dashboard: string; filters: Record<string, string> }) => Promise<Load>;

/** Milliseconds from sending until the last tile was there, and how much came. */
export type Load = { milliseconds: number; bytes: number; text: string };

type Manifest = { node: Record<string, { filename: string; exportedName: string }> };

/** The action of the app that runs in a folder, asked by whom the cookie says. */
export function dashboardAction(folder: string, url: string, cookie: string): DashboardAction {
  const { node } = JSON.parse(readFileSync(manifestOf(folder), 'utf8')) as Manifest;
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === 'loadDashboardAction');
  if (!found) throw new Error(`The build in ${folder} has no action that loads a dashboard.`);
  const [id] = found;
  return async ({ dashboard, filters }) => {
    const began = performance.now();
    const response = await fetch(`${url}/dashboards/${dashboard}`, {
      method: 'POST',
      headers: {
        Accept: 'text/x-component',
        'Content-Type': 'text/plain;charset=UTF-8',
        'Next-Action': id,
        Origin: url,
        Cookie: cookie,
      },
      body: JSON.stringify([{ dashboard, filters, epoch: null }]),
    });
    const text = await response.text();
    const milliseconds = performance.now() - began;
    if (!response.ok) throw new Error(`The action answered ${response.status}: ${text.slice(0, 300)}`);
    return { milliseconds, bytes: text.length, text };
  };
}

function manifestOf(folder: string): string {
  const file = readdirSync(path.join(folder, builds))
    .map((build) => path.join(folder, builds, build, 'server', 'server-reference-manifest.json'))
    .find((each) => existsSync(each));
  if (!file) throw new Error(`There is no build in ${folder}.`);
  return file;
}
