import { appendFileSync, readFileSync } from 'node:fs';

/** What a summary says in total: whole numbers and decimals as text. */
export type Totals = { orders: string; revenue: string; buyers: string };

/** One page somebody read: three tiles and the companion of one of them, all at one epoch, on two connections. */
export type PageRead = {
  kind: 'page' | 'export';
  reader: string;
  /** The shop whose summaries were read. */
  shop: string;
  /** Milliseconds since 1970, with fractions. */
  began: number;
  ended: number;
  epoch: number;
  /** Whether an older epoch was asked for, as by a copied link. */
  asked: boolean;
  daily: Omit<Totals, 'buyers'>;
  monthly: Omit<Totals, 'buyers'>;
  /** The sum of the daily buyers, and the rows of the companion they are counted from. */
  buyers: string;
  pairs: string;
};

/** A page that could not be read: the reader was told so, and saw no number. */
export type ReadFailed = {
  kind: 'failed';
  reader: string;
  shop: string;
  began: number;
  ended: number;
  error: string;
};

/** A publish, from the warehouse's own record, with what plain SQL over the raw rows its builds saw says for its shop. */
export type Published = {
  kind: 'publish';
  epoch: number;
  run: string;
  attempt: number;
  unit: string;
  shop: string;
  expected: Totals;
};

/** A refresh that was waited for: the raw state when it was asked for, and the oldest any of its days shows afterwards. */
export type Refreshed = { kind: 'refreshed'; run: string; shop: string; asked: number; oldest: number };

/** Something was done to the engine while these attempts worked there. */
export type Disturbed = {
  kind: 'disturbed';
  how: 'kill' | 'stop' | 'cut' | 'postmaster';
  at: number;
  attempts: { run: string; attempt: number }[];
};

/** A run was seen at work in an attempt. */
export type Sign = { kind: 'sign'; run: string; attempt: number; at: number };

/** A run when all was over. */
export type RunRecord = {
  kind: 'run';
  run: string;
  state: string;
  error: string | null;
  finishedAt: number | null;
  /** Units the run says it published, and at which epoch. */
  units: { unit: string; epoch: number }[];
};

/** The counter when all was over. */
export type Counter = { kind: 'counter'; epoch: number };

export type Entry = PageRead | ReadFailed | Published | Refreshed | Disturbed | Sign | RunRecord | Counter;

/** A file to which everybody appends what happened, a line of JSON each. */
export function historyFile(file: string): { file: string; write: (entry: Entry) => void; read: () => Entry[] } {
  return {
    file,
    write: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`),
    read: () => readHistory(readFileSync(file, 'utf8')),
  };
}

export function readHistory(text: string): Entry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}
