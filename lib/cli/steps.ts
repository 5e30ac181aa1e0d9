/** Prints what a command does, step by step, each with its time. */
export type Steps = {
  /** Runs one step. Steps may run side by side. `say` shows progress. */
  run<T>(name: string, step: (say: (progress: string) => void) => Promise<T>): Promise<T>;
};

/**
 * A line when a step is done; a step that takes over a second also says that it has begun, and every ten seconds that
 * it goes on.
 */
export function steps(print: (line: string) => void, now: () => number = Date.now): Steps {
  return {
    async run(name, step) {
      const began = now();
      const time = () => `${((now() - began) / 1000).toFixed(1)} s`;
      let last = '';
      let said = began - 1_000;
      const begun = setTimeout(() => print(`… ${name}`), 1_000);
      const going = setInterval(() => print(`… ${name} (${time()})${last}`), 10_000);
      try {
        const result = await step((progress) => {
          last = `: ${progress}`;
          // Progress is for a person: a line every two seconds is enough.
          if (now() - said < 2_000) return;
          said = now();
          print(`… ${name}${last}`);
        });
        print(`✓ ${name} (${time()})`);
        return result;
      } catch (error) {
        print(`✗ ${name} (${time()})`);
        throw error;
      } finally {
        clearTimeout(begun);
        clearInterval(going);
      }
    },
  };
}
