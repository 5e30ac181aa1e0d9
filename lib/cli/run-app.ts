import { failureWords } from '#lib/cli/failure-words.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { requireFreePort } from '#lib/server/port.ts';
import { redact } from '#lib/server/redact.ts';
import { supervised } from '#lib/server/supervised.ts';
import { type Supervisor, supervise } from '#lib/server/supervisor.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';

/** What people read when they start Summa. */
export const print = (line: string) => console.log(line);

const log = (line: string) => {
  if (!/^web: .* Running next\.config\.js/.test(line)) print(redact(line));
};

/** Runs Summa until it is told to stop. When `begin` fails, everything it has started is stopped and its reason printed. */
export async function runApp(
  begin: (supervisor: Supervisor, environment: Environment) => Promise<void>,
): Promise<void> {
  try {
    const environment = readEnvironment();
    if (isRedshift(environment.warehouseUrl)) {
      print(
        'Redshift is experimental: no statement of Summa has been run on one yet. README.md says what it lacks there.',
      );
    }
    await requireFreePort(environment.host, environment.port);
    const supervisor = await supervise(environment.home, log);
    const self = supervised(async () => {
      print('Stopping');
      await supervisor.stop();
    });
    try {
      await begin(supervisor, environment);
      self.ready();
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
  } catch (error) {
    console.error(redact(failureWords(error)));
    process.exit(1);
  }
}
