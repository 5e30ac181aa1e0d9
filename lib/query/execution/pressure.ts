/** How many statements wait for their turn, in this process. */
export type Pressure = { waiting: number };

// Next loads a module once per bundle layer, and the proxy in a bundle of its own: it sees what pages wait for only here.
const shared = globalThis as { summaPressure?: Pressure };

export function pressure(): Pressure {
  shared.summaPressure ??= { waiting: 0 };
  return shared.summaPressure;
}
