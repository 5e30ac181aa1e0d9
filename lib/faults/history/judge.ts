import type { Disturbed, Entry, PageRead, Published, RunRecord, Sign } from './history.ts';

/** What a history shows. The lists name every case found; empty lists are what is promised. */
export type Verdict = {
  pages: number;
  exports: number;
  epochs: number;
  failedReads: number;
  /** Tiles of one page that contradict each other. */
  torn: string[];
  /** Pages without rows where there are some. */
  empty: string[];
  /** Pages that say something else than plain SQL. */
  wrong: string[];
  /** Readers who were shown an older epoch than before. */
  backwards: string[];
  /** Pages at an older epoch than somebody had seen before they began. */
  late: string[];
  /** Epochs that read differently at another time. */
  changed: string[];
  lostPublishes: string[];
  doublePublishes: string[];
  /** Publishes by an attempt after a later one had published. */
  stalePublishes: string[];
  /** Refreshes that ended well and show older rows than there were when they were asked for. */
  lostRows: string[];
  /** Runs that never ended, or ended badly and do not say why. */
  lostRuns: string[];
  disturbances: Record<Disturbed['how'], number>;
  /** How long each run whose worker or server was gone took until it ended or went on in another attempt, slowest first. */
  recoveries: Recovery[];
};

export type Recovery = { how: Disturbed['how']; run: string; attempt: number; ms: number };

/** Judges a history: nothing but its lines is looked at. */
export function judge(entries: readonly Entry[]): Verdict {
  const pages = entries.filter((entry): entry is PageRead => entry.kind === 'page' || entry.kind === 'export');
  const publishes = entries.filter((entry): entry is Published => entry.kind === 'publish');
  const runs = entries.filter((entry): entry is RunRecord => entry.kind === 'run');
  const disturbed = entries.filter((entry): entry is Disturbed => entry.kind === 'disturbed');
  const signs: Omit<Sign, 'kind'>[] = [
    ...entries.filter((entry) => entry.kind === 'sign'),
    // Whoever could be disturbed was at work.
    ...disturbed.flatMap(({ at, attempts }) => attempts.map((attempt) => ({ ...attempt, at }))),
  ];
  const serverKills = disturbed.filter(({ how }) => how === 'postmaster').map(({ at }) => at);
  const recoveries = disturbed
    .filter(({ how }) => how !== 'cut')
    .flatMap((each) => recoveriesOf(each, runs, signs, serverKills));
  const count = (how: Disturbed['how']) => disturbed.filter((each) => each.how === how).length;
  return {
    pages: pages.filter((page) => page.kind === 'page').length,
    exports: pages.filter((page) => page.kind === 'export').length,
    epochs: new Set(pages.map((page) => page.epoch)).size,
    failedReads: entries.filter((entry) => entry.kind === 'failed').length,
    torn: pages.filter(isTorn).map(words),
    ...against(pages, publishes),
    backwards: backwards(pages),
    late: late(pages),
    changed: changed(pages),
    ...publishProblems(entries, publishes, runs),
    lostRows: entries.flatMap((entry) =>
      entry.kind === 'refreshed' && entry.oldest < entry.asked
        ? [`run ${entry.run} shows state ${entry.oldest} of ${entry.shop}, asked for at ${entry.asked}`]
        : [],
    ),
    lostRuns: runs.flatMap(lostRun),
    disturbances: { kill: count('kill'), stop: count('stop'), cut: count('cut'), postmaster: count('postmaster') },
    recoveries: recoveries.sort((a, b) => b.ms - a.ms),
  };
}

/** Every kind of finding that must be empty. */
export function findings(verdict: Verdict): string[] {
  return Object.entries(verdict).flatMap(([kind, found]) =>
    kind !== 'recoveries' && Array.isArray(found) ? found.map((text) => `${kind}: ${text}`) : [],
  );
}

const words = (page: PageRead) =>
  `${page.kind} of ${page.shop} by ${page.reader} at epoch ${page.epoch}: ` +
  JSON.stringify({ daily: page.daily, monthly: page.monthly, buyers: page.buyers, pairs: page.pairs });

function isTorn(page: PageRead): boolean {
  return (
    page.daily.orders !== page.monthly.orders ||
    page.daily.revenue !== page.monthly.revenue ||
    page.buyers !== page.pairs
  );
}

/** Compares pages with the truth at their epoch: that of the last publish of the shop at or before it. */
function against(pages: PageRead[], publishes: Published[]): Pick<Verdict, 'empty' | 'wrong'> {
  const byShop = Map.groupBy(publishes, (publish) => publish.shop);
  for (const each of byShop.values()) each.sort((a, b) => a.epoch - b.epoch);
  const empty: string[] = [];
  const wrong: string[] = [];
  for (const page of pages) {
    const expected = byShop.get(page.shop)?.findLast((publish) => publish.epoch <= page.epoch)?.expected;
    if (!expected) {
      wrong.push(`${words(page)}, where nothing was published`);
    } else if (page.daily.orders === '0' && expected.orders !== '0') {
      empty.push(words(page));
    } else if (
      page.daily.orders !== expected.orders ||
      page.daily.revenue !== expected.revenue ||
      page.buyers !== expected.buyers
    ) {
      wrong.push(`${words(page)}, expected ${JSON.stringify(expected)}`);
    }
  }
  return { empty, wrong };
}

function backwards(pages: PageRead[]): string[] {
  const found: string[] = [];
  const newest = new Map<string, number>();
  for (const page of pages.filter((each) => !each.asked).sort((a, b) => a.began - b.began)) {
    const before = newest.get(page.reader) ?? 0;
    if (page.epoch < before) found.push(`${page.reader} was at epoch ${before}, then at ${page.epoch}`);
    newest.set(page.reader, Math.max(before, page.epoch));
  }
  return found;
}

function late(pages: PageRead[]): string[] {
  const fresh = pages.filter((page) => !page.asked);
  const byEnd = [...fresh].sort((a, b) => a.ended - b.ended);
  const found: string[] = [];
  let next = 0;
  let seen = 0;
  for (const page of [...fresh].sort((a, b) => a.began - b.began)) {
    for (let before = byEnd[next]; before && before.ended < page.began; before = byEnd[++next]) {
      seen = Math.max(seen, before.epoch);
    }
    if (page.epoch < seen) found.push(`${page.reader} began when epoch ${seen} had been shown, and got ${page.epoch}`);
  }
  return found;
}

function changed(pages: PageRead[]): string[] {
  const first = new Map<string, PageRead>();
  const found: string[] = [];
  const said = (page: PageRead) => JSON.stringify([page.daily, page.monthly, page.buyers, page.pairs]);
  for (const page of pages) {
    const key = `${page.shop} ${page.epoch}`;
    const before = first.get(key);
    if (!before) first.set(key, page);
    else if (said(before) !== said(page)) found.push(`${words(before)}, then ${said(page)}`);
  }
  return found;
}

function publishProblems(entries: readonly Entry[], publishes: Published[], runs: RunRecord[]) {
  const lostPublishes: string[] = [];
  const doublePublishes: string[] = [];
  const stalePublishes: string[] = [];
  const epochs = new Set(publishes.map((publish) => publish.epoch));
  const counter = entries.findLast((entry) => entry.kind === 'counter')?.epoch ?? 0;
  for (let epoch = 1; epoch <= counter; epoch++) {
    if (!epochs.has(epoch)) lostPublishes.push(`epoch ${epoch} was taken and has no publish`);
  }
  const units = new Map<string, Published>();
  const newestAttempt = new Map<string, number>();
  for (const publish of [...publishes].sort((a, b) => a.epoch - b.epoch)) {
    if (publish.epoch > counter) lostPublishes.push(`epoch ${publish.epoch} is above the counter, ${counter}`);
    const key = `${publish.run} ${publish.unit}`;
    const before = units.get(key);
    if (before) doublePublishes.push(`run ${publish.run}, ${publish.unit}: at ${before.epoch} and ${publish.epoch}`);
    units.set(key, publish);
    const attempt = newestAttempt.get(publish.run) ?? 0;
    if (publish.attempt < attempt) {
      stalePublishes.push(`run ${publish.run}: attempt ${publish.attempt} at ${publish.epoch}, after ${attempt}`);
    }
    newestAttempt.set(publish.run, Math.max(attempt, publish.attempt));
  }
  for (const { run, units: said } of runs) {
    for (const { unit, epoch } of said) {
      if (units.get(`${run} ${unit}`)?.epoch !== epoch)
        lostPublishes.push(`run ${run}, ${unit}: said to be at ${epoch}`);
    }
    const known = new Set(said.map(({ unit }) => unit));
    for (const publish of publishes) {
      if (publish.run !== run || known.has(publish.unit)) continue;
      lostPublishes.push(`run ${run} does not know that it published ${publish.unit} at ${publish.epoch}`);
    }
  }
  return { lostPublishes, doublePublishes, stalePublishes };
}

function lostRun(run: RunRecord): string[] {
  if (run.finishedAt === null) return [`run ${run.run} is still ${run.state}`];
  return run.state === 'succeeded' || run.error ? [] : [`run ${run.run} is ${run.state} and does not say why`];
}

/**
 * How long each attempt that was disturbed took to end, to be seen at work again, or to be followed by another one. Where the
 * server was killed meanwhile, from then on.
 */
function recoveriesOf(
  { how, at, attempts }: Disturbed,
  runs: RunRecord[],
  signs: Omit<Sign, 'kind'>[],
  serverKills: number[],
): Recovery[] {
  return attempts.flatMap(({ run, attempt }) => {
    const record = runs.find((each) => each.run === run);
    // A killed attempt never comes back; one that was only stopped may. It can be seen a moment late.
    const goesOn = (sign: Omit<Sign, 'kind'>) =>
      sign.run === run &&
      (sign.attempt > attempt || (how === 'stop' && sign.attempt === attempt && sign.at > at + 1_000));
    const after = signs.filter(goesOn).map((sign) => sign.at);
    const next = Math.min(...after, record?.finishedAt ?? Number.POSITIVE_INFINITY);
    const from = Math.max(at, ...serverKills.filter((kill) => kill < next));
    return Number.isFinite(next) ? [{ how, run, attempt, ms: Math.max(0, next - from) }] : [];
  });
}
