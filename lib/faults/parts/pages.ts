import { writeFile } from 'node:fs/promises';
import { findings, judge } from '../history/judge.ts';
import { runPages } from '../pages/run-pages.ts';
import type { Finding, Part } from './part.ts';

/** `SUMMA_KILLS=20` makes it ten times shorter; `SUMMA_FAULTS_HISTORY=<file>` keeps the history. */
const kills = Number(process.env.SUMMA_KILLS ?? 200);

export const part: Part = {
  title: 'Pages read while workers and the server are killed, stopped and cut off',
  async run(say) {
    const { history, seconds } = await runPages({
      shops: 6,
      workers: 5,
      readers: 8,
      // The usual lease: what is measured is what people get.
      leaseSeconds: 10,
      exportMs: 60_000,
      pauseMs: 100,
      disturbances: {
        kill: kills,
        stop: Math.ceil(kills / 4),
        cut: Math.ceil(kills / 4),
        postmaster: Math.ceil(kills / 40),
        everyMs: 2_500,
      },
      say,
    });
    // To look at what was found, or to judge again.
    const kept = process.env.SUMMA_FAULTS_HISTORY;
    if (kept) await writeFile(kept, history.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const verdict = judge(history);
    const wrong = findings(verdict);
    for (const text of wrong.slice(0, 20)) say(text);
    const { kill, stop, cut, postmaster } = verdict.disturbances;
    say(`${Math.round(seconds)} s, ${verdict.epochs} epochs read, ${verdict.exports} reads inside long exports`);
    say(`${verdict.failedReads} pages could not be read while the server was away; each reader was told so`);
    const slowest = verdict.recoveries[0]?.ms ?? 0;
    for (const { how, run, attempt, ms } of verdict.recoveries.slice(0, 5)) {
      say(`run ${run}, attempt ${attempt}: on its way again ${(ms / 1000).toFixed(1)} s after ${how}`);
    }
    const none = (promise: number, what: string, lists: string[][]): Finding => {
      const count = lists.flat().length;
      return { promise, what, measured: String(count), promised: '0', kept: count === 0 };
    };
    const enough = Math.min(20_000, kills * 100);
    return [
      {
        ...{ promise: 1, what: `pages of two tiles and a companion, ${verdict.exports} exports beside them` },
        ...{ measured: String(verdict.pages), promised: `>= ${enough}`, kept: verdict.pages >= enough },
      },
      none(1, 'torn pages', [verdict.torn]),
      none(1, 'empty pages', [verdict.empty]),
      none(1, 'pages that differ from plain SQL', [verdict.wrong, verdict.lostRows]),
      none(1, 'epochs that went back, came late or read differently later', [
        verdict.backwards,
        verdict.late,
        verdict.changed,
      ]),
      {
        ...{ promise: 3, what: `kills of workers; and ${cut} cut connections, ${postmaster} kills of the server` },
        ...{ measured: String(kill), promised: `>= ${kills}`, kept: kill >= kills },
      },
      none(3, 'runs lost, or ended without saying why', [verdict.lostRuns]),
      {
        ...{ promise: 3, what: `slowest of ${verdict.recoveries.length} recoveries` },
        ...{ measured: `${(slowest / 1000).toFixed(1)} s`, promised: '<= 15 s' },
        kept: slowest <= 15_000,
      },
      none(3, `stale or double publishes, with ${stop} workers stopped and continued`, [
        verdict.stalePublishes,
        verdict.doublePublishes,
        verdict.lostPublishes,
      ]),
    ];
  },
};
