import { aptGet, mayAptGet } from '#lib/cli/testing/apt-get.ts';
import { mariadbPrograms } from '#lib/warehouse/mysql/testing/mariadb-programs.ts';

/** Where to look and how to install; tests bring their own. */
export type MariadbSearch = {
  found: () => boolean;
  mayInstall: () => boolean;
  install: () => Promise<string | null>;
};

/** Debian's programs without its service, which would start at once. */
const packages = ['mariadb-server-core', 'mariadb-client-core'];

const thisMachine: MariadbSearch = {
  found: () => mariadbPrograms() !== null,
  mayInstall: mayAptGet,
  install: () => aptGet(packages),
};

/**
 * Sees to it that the tests of MariaDB find one: the machine's, or one installed for this. Where there is none they are
 * skipped, and this says so.
 */
export async function prepareMariadb(say: (line: string) => void, search: MariadbSearch = thisMachine): Promise<void> {
  if (search.found()) return;
  let why = 'this user may not install packages by apt-get';
  if (search.mayInstall()) {
    say('There is no MariaDB on this machine; installing one by apt-get');
    const failure = await search.install();
    if (search.found()) return;
    why = failure ?? 'apt-get installed none';
  }
  say(
    `The tests that need a MariaDB are skipped (${why}). Install one, for example the package mariadb-server, to run them.`,
  );
}
