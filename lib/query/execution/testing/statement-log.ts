import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Statements that a database ran, as its server's log has them. */
export type StatementLog = {
  /** All since the last call, oldest first. */
  next(): Promise<string[]>;
};

/** Makes the server log every statement that a role sends to one database. Connections that are open already are not logged. */
export async function statementLog(serverUrl: string, role = 'summa_read'): Promise<StatementLog> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  const { rows } = await client.query<{ name: string; folder: string }>(
    `select current_database() as name, current_setting('data_directory') as folder`,
  );
  const { name, folder } = rows[0] ?? { name: '', folder: '' };
  // Other test files may use the same server.
  await client.query(`alter system set log_line_prefix = '%m [%p] %d '`);
  await client.query('select pg_reload_conf()');
  await client.query(`alter role ${role} in database ${name} set log_statement = 'all'`);
  await client.end();
  const file = path.join(folder, '..', 'server.log');
  let seen = (await readFile(file, 'utf8')).length;
  return {
    async next() {
      const text = await readFile(file, 'utf8');
      const lines = text.slice(seen).split(/^(?=\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] )/m);
      seen = text.length;
      const own = new RegExp(`^\\S+ \\S+ \\S+ \\[\\d+\\] ${name} LOG:  (?:execute [^:]*|statement): `);
      return lines.filter((line) => own.test(line)).map((line) => line.replace(own, '').trim());
    },
  };
}
