import { type Environment, readEnvironment } from '#lib/environment.ts';
import { startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { supervise } from '#lib/server/supervisor.ts';
import { supervisorOf } from '#lib/server/supervisor-lock.ts';

/**
 * The environment of a command that runs by itself, with every URL filled in: the embedded server is joined when a
 * running Summa has it, else started for as long as the command runs. `close` undoes that.
 */
export async function environmentWithServer(): Promise<{ environment: Environment; close(): Promise<void> }> {
  const given = readEnvironment();
  if (given.warehouseUrl && given.controlUrl) return { environment: given, close: async () => {} };
  const { home, schema } = given;
  const log = (line: string) => console.error(line);
  let urls: { WAREHOUSE_URL: string; WAREHOUSE_READ_URL: string; CONTROL_URL: string };
  let close = async () => {};
  if (await supervisorOf(home)) {
    const server = await startEmbeddedPostgres({ home, schema, log });
    urls = {
      WAREHOUSE_URL: server.warehouseUrl,
      WAREHOUSE_READ_URL: server.warehouseReadUrl,
      CONTROL_URL: server.controlUrl,
    };
  } else {
    const supervisor = await supervise(home, log);
    close = () => supervisor.stop();
    urls = await supervisor.postgres({ schema });
  }
  if (!given.warehouseUrl) {
    process.env.WAREHOUSE_URL = urls.WAREHOUSE_URL;
    process.env.WAREHOUSE_READ_URL = urls.WAREHOUSE_READ_URL;
    process.env.SUMMA_DEMO = '1';
  }
  if (!given.controlUrl) process.env.CONTROL_URL = urls.CONTROL_URL;
  return { environment: readEnvironment(), close };
}
