import { type AskedPages, askedPages } from './asked-pages.ts';
import type { DashboardLoad } from './dashboard-load.ts';
import { loadDashboard } from './load.ts';
import { type NewestEpoch, newestEpoch } from './newest-epoch.ts';
import type { LoadRequest } from './prepare.ts';

const lookEveryMs = 5_000;

type Effects = {
  newest: () => Promise<NewestEpoch>;
  load: (page: LoadRequest) => Promise<DashboardLoad>;
};

const effects: Effects = { newest: newestEpoch, load: loadDashboard };

/**
 * After a publish, loads again what people asked for lately, so that the first of them after it finds it as quick as the
 * last before it. One page after the other, and each statement only while nobody waits for another.
 */
export function warming(asked: AskedPages, { newest, load }: Effects = effects): { look(): Promise<void> } {
  let warm = '';
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const pages = asked.recent();
    if (pages.length === 0) return;
    const { epoch, incarnation } = await newest();
    const now = `${incarnation} ${epoch}`;
    if (now === warm) return;
    warm = now;
    for (const page of pages) {
      // What cannot be loaded says so to whoever asks for it.
      const loaded = await load({ ...page, load: { later: true } }).catch(() => null);
      if (loaded) await Promise.all(Object.values(loaded.tiles));
    }
  }
  return {
    look() {
      looking ??= look()
        .catch(() => {})
        .finally(() => {
          looking = null;
        });
      return looking;
    },
  };
}

// Next loads a module once per bundle layer: a page and an action note what they were asked in one place.
const shared = globalThis as { summaAskedPages?: AskedPages };

/** A page for a person: loaded, and remembered to be loaded again after the next publish. */
export async function loadForPerson(page: LoadRequest): Promise<DashboardLoad> {
  const loaded = await loadDashboard(page);
  if (!shared.summaAskedPages) {
    const asked = askedPages();
    shared.summaAskedPages = asked;
    const { look } = warming(asked);
    // Nothing is looked at before somebody asks, nor a day after the last did.
    setInterval(() => void look(), lookEveryMs).unref();
  }
  shared.summaAskedPages.note(page);
  return loaded;
}
