import type { Steps } from '#lib/cli/steps.ts';
import type { Environment } from '#lib/environment.ts';
import type { Supervisor } from '#lib/server/supervisor.ts';

/** The variables of every child, with the embedded server started when something is to live there. */
export async function childVariables(
  mode: 'production' | 'development',
  supervisor: Supervisor,
  environment: Environment,
  steps: Steps,
): Promise<NodeJS.ProcessEnv> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: '1',
    SUMMA_HOME: environment.home,
    SUMMA_SCHEMA: environment.schema,
    PORT: String(environment.port),
    HOST: environment.host,
    APP_URL: environment.appUrl,
  };
  if (!environment.embedded && !environment.embeddedControl) return env;
  const server = await steps.run('Starting PostgreSQL', () => supervisor.postgres({ schema: environment.schema }));
  if (environment.embedded) {
    env.WAREHOUSE_URL = server.WAREHOUSE_URL;
    env.WAREHOUSE_READ_URL = server.WAREHOUSE_READ_URL;
    env.SUMMA_DEMO = '1';
  }
  if (environment.embeddedControl) env.CONTROL_URL = server.CONTROL_URL;
  return env;
}
