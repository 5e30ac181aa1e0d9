import { slowPages } from '../pages/slow-pages.ts';
import type { Part } from './part.ts';

export const part: Part = {
  title: 'Pages beside a refresh that never ends, under an export of a minute',
  async run(say) {
    const { quietPages, busyPages, quietP95Ms, busyP95Ms, publishes } = await slowPages(30_000, 60_000);
    say(`${quietPages} pages in quiet, ${busyPages} beside ${publishes} publishes`);
    const ratio = busyP95Ms / quietP95Ms;
    return [
      {
        ...{ promise: 2, what: `page p95 beside ${publishes} publishes under an open export, of quiet` },
        measured: `${ratio.toFixed(2)}x (${busyP95Ms.toFixed(1)} of ${quietP95Ms.toFixed(1)} ms)`,
        ...{ promised: '<= 1.2x', kept: ratio <= 1.2 },
      },
    ];
  },
};
