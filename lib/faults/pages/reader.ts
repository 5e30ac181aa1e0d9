import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionConfig, sessionOptions } from '#lib/warehouse/connect.ts';
import type { Entry } from '../history/history.ts';
import { type Connections, type Page, readPage } from './page.ts';

/** Somebody who reads, and how to make them stop. */
export type Reader = { stop: () => Promise<void> };

type Given = {
  name: string;
  url: string;
  shops: readonly string[];
  write: (entry: Entry) => void;
  /** Milliseconds between two pages. */
  pauseMs: number;
};

/** Reads page after page, every tenth of an epoch seen before, as somebody with a copied link does. */
export function startReader(given: Given): Reader {
  const seen: number[] = [];
  return repeat('page', given, async (connections, shop) => {
    const asked = Math.random() < 0.1 ? seen[Math.floor(Math.random() * seen.length)] : undefined;
    const page = await readPage(connections, shop, asked ?? null);
    if (page && !page.asked && seen.at(-1) !== page.epoch) seen.push(page.epoch);
    return [page];
  });
}

/** Reads a page at the beginning of a long transaction and again at its end, as a slow export does. */
export function startExport(given: Given & { holdMs: number }): Reader {
  return repeat('export', given, async ([connection], shop, stopped) => {
    await connection.query('begin isolation level repeatable read');
    const first = await readPage([connection, connection], shop, null);
    for (let waited = 0; waited < given.holdMs && !stopped(); waited += 50) await sleep(50);
    const last = await readPage([connection, connection], shop, null);
    await connection.query('commit');
    return [first, last];
  });
}

const now = () => performance.timeOrigin + performance.now();

function repeat(
  kind: 'page' | 'export',
  { name, url, shops, write, pauseMs }: Given,
  read: (connections: Connections, shop: string, stopped: () => boolean) => Promise<(Page | null)[]>,
): Reader {
  let stopped = false;
  let connections: Connections | null = null;
  const disconnect = async () => {
    await Promise.all((connections ?? []).map((client) => client.end().catch(() => {})));
    connections = null;
  };
  const readOnce = async () => {
    const shop = shops[Math.floor(Math.random() * shops.length)] ?? '';
    const began = now();
    try {
      connections ??= [await connect(url), await connect(url)];
      const pages = await read(connections, shop, () => stopped);
      for (const page of pages) if (page) write({ kind, reader: name, shop, began, ended: now(), ...page });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      write({ kind: 'failed', reader: name, shop, began, ended: now(), error: text });
      await disconnect();
      await sleep(100);
    }
  };
  const reading = (async () => {
    while (!stopped) {
      await readOnce();
      if (pauseMs > 0) await sleep(pauseMs);
    }
    await disconnect();
  })();
  return {
    stop: async () => {
      stopped = true;
      await reading;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const session = sessionOptions({ statementTimeout: '30s', readOnly: true });
  const client = new pg.Client(connectionConfig(url, 'summa pages', session));
  client.on('error', () => {});
  await client.connect();
  return client;
}
