import type { LoadRequest } from './prepare.ts';

/** The pages people asked for, at the newest epoch, those asked for last first. */
export type AskedPages = {
  note(page: LoadRequest): void;
  recent(): LoadRequest[];
};

const day = 86_400_000;

/** Remembers so many pages for a day: the same dashboard, filters and rows are one page, whoever asked. */
export function askedPages(most = 30, now: () => number = Date.now): AskedPages {
  const pages = new Map<string, { page: LoadRequest; at: number }>();
  return {
    note(page) {
      if (page.epoch !== null) return;
      const { dashboard, filters, viewer } = page;
      const chosen = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
      const key = JSON.stringify([dashboard, chosen, viewer.role, viewer.attributes, viewer.groups]);
      pages.delete(key);
      pages.set(key, { page, at: now() });
      const [oldest] = pages.keys();
      if (pages.size > most && oldest !== undefined) pages.delete(oldest);
    },
    recent() {
      for (const [key, { at }] of pages) if (now() - at > day) pages.delete(key);
      return [...pages.values()].map(({ page }) => page).reverse();
    },
  };
}
