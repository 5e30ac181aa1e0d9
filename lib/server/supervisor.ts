import { type ChildOptions, startChild } from '#lib/server/child-process.ts';
import { type EmbeddedOptions, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { type Kept, keepRunning, type Running } from '#lib/server/keep-running.ts';
import { type SupervisorLock, takeSupervisorLock } from '#lib/server/supervisor-lock.ts';

/** Keeps what belongs to one home folder running. */
export type Supervisor = {
  /** Starts or adopts the embedded PostgreSQL; answers with the variables that lead other processes to it. */
  postgres(options: Omit<EmbeddedOptions, 'home' | 'log'>): Promise<PostgresVariables>;
  /** Starts one of Summa's processes and resolves when it is ready. */
  process(child: ChildService): Promise<Kept>;
  /** Starts a process that ends by itself; resolves when it says it is ready. */
  task(child: Omit<ChildOptions, 'log'>): Promise<Running>;
  /** Stops everything, the last started first. */
  stop(): Promise<void>;
};

export type PostgresVariables = { WAREHOUSE_URL: string; WAREHOUSE_READ_URL: string; CONTROL_URL: string };
export type ChildService = {
  name: string;
  script: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  execArgv?: string[];
};

/**
 * Takes the home folder's lock and returns what starts, restarts and stops its processes.
 *
 * PostgreSQL goes down last, so that a page or a job in its last second still finds it. When this process is killed, its
 * children see that and end; PostgreSQL runs on and is adopted by the next start.
 */
export async function supervise(home: string, log: (line: string) => void): Promise<Supervisor> {
  const lock: SupervisorLock = await takeSupervisorLock(home);
  const kept: { stop(): Promise<void> }[] = [];
  let stopping: Promise<void> | undefined;

  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const service = await starting;
    // It became ready while the rest was being stopped already.
    if (stopping) await service.stop();
    else kept.push(service);
    return service;
  };

  return {
    async postgres(options) {
      const start = () => startEmbeddedPostgres({ ...options, home, log });
      const first = await start();
      const running = (server: typeof first) => ({
        gone: server.gone.then(() => 'the server is gone'),
        stop: server.stop,
      });
      let next: typeof first | undefined = first;
      await keep(
        keepRunning({
          name: 'PostgreSQL',
          start: async () => {
            const server = next ?? (await start());
            next = undefined;
            return running(server);
          },
          log,
        }),
      );
      return {
        WAREHOUSE_URL: first.warehouseUrl,
        WAREHOUSE_READ_URL: first.warehouseReadUrl,
        CONTROL_URL: first.controlUrl,
      };
    },
    process(child) {
      return keep(keepRunning({ name: child.name, start: () => startChild({ ...child, log }), log }));
    },
    task(child) {
      return keep(startChild({ ...child, log }));
    },
    stop() {
      stopping ??= (async () => {
        for (const service of kept.reverse()) await service.stop();
        await lock.release();
      })();
      return stopping;
    },
  };
}
