/** A lease of the server lasts 30 seconds. */
const renewEvery = 10_000;

/** A name for a page load; `crypto.randomUUID` is not there on a plain http address. */
export const newLoadId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/**
 * Tells the server that this browser waits for a page load: now and then while it does, and at once when it leaves. A
 * beacon is sent even by a page that is being closed.
 */
export function waitFor(id: string): { leave: () => void; done: () => void } {
  const tell = (what: string) => navigator.sendBeacon(`/api/page-loads/${id}${what}`);
  const timer = setInterval(() => tell(''), renewEvery);
  const done = () => {
    clearInterval(timer);
    window.removeEventListener('pagehide', leave);
  };
  const leave = () => {
    done();
    tell('/end');
  };
  window.addEventListener('pagehide', leave);
  return { leave, done };
}
