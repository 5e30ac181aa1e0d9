/**
 * Makes this process one that a supervisor can stop: on SIGTERM or SIGINT it runs `stop` once and ends; it does the same
 * when its supervisor dies, which closes the channel between them. Without a supervisor only the signals count.
 */
export function supervised(stop: () => Promise<void>): { ready(): void } {
  let stopping = false;
  const end = async () => {
    if (stopping) return;
    stopping = true;
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
  // The supervisor died while this process was still loading: nobody will say so again.
  if (process.connected === false) void end();
  return {
    ready() {
      process.send?.('ready');
    },
  };
}
