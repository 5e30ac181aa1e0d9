import { existsSync } from 'node:fs';
import path from 'node:path';

/** The two programs a MariaDB for tests is made with. */
export type MariadbPrograms = { server: string; install: string };

/** Where a system keeps servers, which is not always in the PATH. */
const usualFolders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** This machine's MariaDB, or null. `npm test` installs one where it can, see lib/cli/testing/mariadb.ts. */
export function mariadbPrograms(PATH: string = process.env.PATH ?? ''): MariadbPrograms | null {
  const folders = [...PATH.split(path.delimiter).filter(path.isAbsolute), ...usualFolders];
  const find = (name: string) => folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  const [server, install] = [find('mariadbd'), find('mariadb-install-db')];
  return server && install ? { server, install } : null;
}

/** For `{ skip: mariadbMissing() }`: false where there is a MariaDB, else why the tests of it are left out. */
export function mariadbMissing(): string | false {
  return mariadbPrograms()
    ? false
    : 'There is no MariaDB on this machine (mariadbd, mariadb-install-db), and none could be installed.';
}
