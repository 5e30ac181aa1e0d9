/** Where a run is asked for and changed. */
export function linksOf(run: string): { self: string; cancel: string; retry: string } {
  const self = `/api/v1/refreshes/${run}`;
  return { self, cancel: `${self}/cancel`, retry: `${self}/retry` };
}
