import type { Registry } from '#lib/definition/registry.ts';
import type { Environment } from '#lib/environment.ts';
import { type ControlStore, controlStore } from '#lib/store/connect.ts';
import type { Versions } from '../publish/version.ts';
import { defaultLimits, type Limits } from './context.ts';

export type LeaseTimes = { seconds: number; renewMs: number };

/** A lease outlives two missed renewals; with the worker's beat a lost run is taken over within 15 s. */
const defaultLease: LeaseTimes = { seconds: 10, renewMs: 3_000 };

export type EngineEnvironment = Pick<Environment, 'warehouseUrl' | 'schema' | 'controlUrl'> &
  Partial<Pick<Environment, 'refreshConcurrency'>>;

/** What a process that refreshes holds: the definitions, both databases, and what it has learnt of versions. */
export type Engine = {
  registry: Registry;
  environment: EngineEnvironment;
  store: ControlStore;
  versions: Versions;
  /** Names this process in runs and logs. */
  worker: string;
  limits: Limits;
  lease: LeaseTimes;
  /** So many runs may work at once, in all processes together. */
  concurrency: number;
  log: (line: string) => void;
};

export function createEngine(
  given: Pick<Engine, 'registry' | 'environment'> &
    Partial<Pick<Engine, 'worker' | 'limits' | 'lease' | 'concurrency' | 'log'>>,
): Engine {
  return {
    store: controlStore(given.environment.controlUrl),
    versions: new Map(),
    worker: `process ${process.pid}`,
    limits: defaultLimits,
    lease: defaultLease,
    concurrency: given.environment.refreshConcurrency ?? 2,
    log: () => {},
    ...given,
  };
}
