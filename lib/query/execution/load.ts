import { randomUUID } from 'node:crypto';
import type { Viewer } from '#lib/auth/viewer.ts';
import type { Compiled } from '#lib/warehouse/dialect.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import { type CacheKey, cacheText } from '../cache/cache-key.ts';
import { sharedCache } from '../cache/shared-cache.ts';
import { type ReadWarehouse, readWarehouse } from '../read-warehouse.ts';
import type { Cell } from '../result.ts';
import { currentRowsAt, type SummaryAt } from './current-rows.ts';
import { LoadEnded } from './load-ended.ts';
import { type Mergeable, merging, type Statements } from './merge.ts';
import { pageLoads } from './page-loads.ts';
import { admit, runInTurn } from './run-in-turn.ts';
import { sharedReads } from './shared-reads.ts';

/** What somebody waits for who opened a page, sent a filter or called the API: its statements, until they leave. */
export type Load = {
  readonly id: string;
  /** The rows of a question: kept, or found once for all who ask at the same time. */
  rows(request: RowsRequest): Promise<FoundRows>;
  /** What `shape` makes of the rows of a question; only that is kept, under its own key beside the question's. */
  shaped<T>(request: RowsRequest, shape: Shape<T>): Promise<FoundShape<T>>;
  /** Nobody waits any more: statements that are nobody else's are cancelled. Also the end of a load that is done. */
  end(): void;
};

export type RowsRequest = Statements & {
  key: CacheKey;
  /** Where it can be one statement with others of the load that differ in measures. */
  merge?: Mergeable;
  /** What the rows are read of, for the horizon that retention may have moved beyond them. */
  at: SummaryAt;
};

export type FoundRows = { rows: Cell[][]; milliseconds: number; cached: boolean };

export type Shape<T> = { key: string; of: (rows: Cell[][]) => T };
export type FoundShape<T> = { value: T; milliseconds: number; cached: boolean };

export type OpenLoad = {
  viewer: Pick<Viewer, 'id'>;
  warehouse?: ReadWarehouse;
  /** The name a browser knows it by. It then ends when the browser says so, or does not say for long that it waits. */
  id?: string | undefined;
  /** Aborts when a request is broken off. */
  signal?: AbortSignal;
  /** Nobody waits for it yet: its statements run when nobody else's do. */
  later?: boolean;
};

/**
 * Opens a load. Every question of a page goes through one, so that equal ones are one statement.
 *
 *     const load = openLoad({ viewer, signal: request.signal });
 *     try {
 *       const { rows } = await load.rows({ key, compiled, at: { summary: 'daily_sales', epoch: 412 } });
 *     } finally {
 *       load.end();
 *     }
 */
export function openLoad({ viewer, warehouse = readWarehouse(), id, signal, later = false }: OpenLoad): Load {
  const { pages, schema } = warehouse;
  const ended = new AbortController();
  const stop = ended.signal;
  const end = () => ended.abort(new LoadEnded());
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  const name = id ?? randomUUID();
  const whose = { load: `${viewer.id} ${name}`, owner: viewer.id, later };
  const lease = id === undefined ? null : pageLoads().open(viewer, id, end);
  /** So that two tiles that shape the same rows read them once, however soon the first is done. */
  const read = new Map<string, { rows: Cell[][]; milliseconds: number }>();
  let admitted = false;

  async function readRows({ compiled, current, at }: RowsRequest, gone: AbortSignal) {
    const db = sharedReads(pages);
    const run = (statement: Compiled) => runInTurn(pages, statement, whose, gone);
    return (
      (current && (await currentRowsAt(db, schema, at, () => run(current())))) ??
      (await readAboveHorizon(db, schema, at, () => run(compiled)))
    );
  }
  const readTogether = merging(readRows);

  async function find(text: string, request: RowsRequest, gone: AbortSignal) {
    if (!admitted && !later) admit(pages, viewer.id);
    admitted = true;
    const group = request.merge ? cacheText({ ...request.key, question: request.merge.group }) : '';
    const found = await readTogether(request, `${request.at.epoch} ${group}`, gone);
    read.set(text, found);
    return found;
  }

  return {
    id: name,
    async rows(request) {
      const text = cacheText(request.key);
      stop.throwIfAborted();
      const known = read.get(text);
      if (known) return { ...known, cached: false };
      const options = { signal: stop, apart: later };
      const { value, cached } = await sharedCache().get(`rows ${text}`, (gone) => find(text, request, gone), options);
      return { ...value, cached };
    },
    async shaped(request, shape) {
      const text = cacheText(request.key);
      const make = async (gone: AbortSignal) => {
        const options = { signal: gone, keep: false, apart: later };
        const known = read.get(text);
        const found =
          known ?? (await sharedCache().get(`rows ${text}`, (all) => find(text, request, all), options)).value;
        return { value: shape.of(found.rows), milliseconds: found.milliseconds };
      };
      stop.throwIfAborted();
      const options = { signal: stop, apart: later };
      const { value, cached } = await sharedCache().get(`shaped ${JSON.stringify(shape.key)} ${text}`, make, options);
      return { ...value, cached };
    },
    end() {
      end();
      signal?.removeEventListener('abort', end);
      lease?.close();
      read.clear();
    },
  };
}
