import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { placeElsewhere, postgresPlace, reachable } from '#lib/server/postgres-place.ts';

/** As whom the embedded server runs: PostgreSQL refuses root. */
export type PostgresUser = {
  /** The server's folder. */
  folder: string;
  /** Owner of the server's folder. */
  uid: number;
  gid: number;
  /** Spawns with these ids; undefined keeps the process's own. */
  spawnAs: { uid: number; gid: number } | undefined;
  /** Put before the command. */
  prefix: string[];
  /** Where the binaries must first be copied to, for this user to reach them. */
  copyBinaries: string | undefined;
};

const nobody = 65534;
const unshare = ['unshare', '-U', '--map-user=1000', '--map-group=1000'];

/**
 * Decides as whom to run the server of a home folder, and where.
 *
 * Not root: as oneself. Root: as nobody when nobody can reach the home and the binaries; else in a user namespace in which
 * root looks like an ordinary user (a clone below /root is closed to nobody); where the kernel refuses those, as nobody
 * with copied binaries, and with a folder outside a home that is closed. A folder that exists keeps the user it was made
 * with, or the server could not read its own files.
 */
export async function postgresUser(
  home: string,
  binaries: string,
  unshares: () => boolean = canUnshare,
): Promise<PostgresUser> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const folder = await postgresPlace(home);
  const self: PostgresUser = { folder, uid, gid, spawnAs: undefined, prefix: [], copyBinaries: undefined };
  if (uid !== 0) return self;

  const owner = await stat(folder).then(
    (found) => ({ uid: found.uid, gid: found.gid }),
    () => undefined,
  );
  const other = owner && owner.uid !== 0 ? owner : { uid: nobody, gid: nobody };
  const asOther = { ...self, ...other, spawnAs: other };
  const open = await reachable(path.dirname(folder));
  if (owner?.uid !== 0 && open && (await reachable(binaries))) return asOther;
  if ((owner === undefined || owner.uid === 0) && unshares()) return { ...self, prefix: unshare };
  if (owner?.uid === 0) {
    throw new Error(
      `PostgreSQL refuses to run as root. ${folder} was made in a user namespace, which this machine does not allow now. Run Summa as an ordinary user on a SUMMA_HOME of its own, or allow user namespaces again (sysctl user.max_user_namespaces).`,
    );
  }
  if (open) {
    // Beside the data when that had to go elsewhere: this user cannot reach the home.
    const moved = path.dirname(folder) !== home;
    return { ...asOther, copyBinaries: moved ? path.join(folder, 'binaries') : path.join(home, 'postgres-binaries') };
  }
  const elsewhere = owner ? undefined : await placeElsewhere(home);
  if (!elsewhere) {
    throw new Error(
      `PostgreSQL refuses to run as root, and another user cannot reach ${path.dirname(folder)}. Run Summa as an ordinary user, or set SUMMA_HOME to a folder that every user may enter, for example /var/lib/summa.`,
    );
  }
  return { ...asOther, folder: elsewhere, copyBinaries: path.join(elsewhere, 'binaries') };
}

function canUnshare(): boolean {
  return spawnSync(unshare[0] ?? '', [...unshare.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
}
