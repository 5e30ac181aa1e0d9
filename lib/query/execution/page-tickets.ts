import { randomUUID } from 'node:crypto';

/** Pages that are being made. The proxy gives each a ticket, which the page gives back when its answer has been sent. */
export type PageTickets = {
  /** A ticket, or null when too many pages are being made. */
  take(): string | null;
  end(ticket: string): void;
};

/** The request header in which the proxy hands a page its ticket. */
export const ticketHeader = 'x-summa-page';

export function pageTickets(most: number, longestMs: number, now: () => number = Date.now): PageTickets {
  const open = new Map<string, number>();
  return {
    take() {
      // A request that ends before its page begins gives nothing back.
      for (const [ticket, at] of open) if (now() - at > longestMs) open.delete(ticket);
      if (open.size >= most) return null;
      const ticket = randomUUID();
      open.set(ticket, now());
      return ticket;
    },
    end: (ticket) => void open.delete(ticket),
  };
}

/** More pages at once wait longer for their viewers and their scripts than somebody does who comes again. */
const mostPages = 64;
const longestMs = 30_000;

// The proxy and the pages are bundles of their own in one process.
const shared = globalThis as { summaPageTickets?: PageTickets };

export function tickets(): PageTickets {
  shared.summaPageTickets ??= pageTickets(mostPages, longestMs);
  return shared.summaPageTickets;
}
