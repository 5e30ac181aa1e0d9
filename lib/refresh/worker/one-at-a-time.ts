/** Runs `work` when called, never twice at once; a call meanwhile makes it run once more. */
export function oneAtATime(work: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let again = false;
  const start = () => {
    if (running) {
      again = true;
      return;
    }
    running = work()
      .catch(failed)
      .finally(() => {
        running = null;
        if (!again) return;
        again = false;
        start();
      });
  };
  return Object.assign(start, { settled: async () => void (await running) });
}
