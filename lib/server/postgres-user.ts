import { spawnSync } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** As whom the embedded server runs: PostgreSQL refuses root. */
export type PostgresUser = {
  /** Owner of the server's folder. */
  uid: number;
  gid: number;
  /** Spawns with these ids; undefined keeps the process's own. */
  spawnAs: { uid: number; gid: number } | undefined;
  /** Put before the command. */
  prefix: string[];
  /** The binaries must first be copied to where this user can reach them. */
  copyBinaries: boolean;
};

const nobody = 65534;
const unshare = ['unshare', '-U', '--map-user=1000', '--map-group=1000'];

/**
 * Decides as whom to run the server whose files live in `folder`.
 *
 * Not root: as oneself. Root: as nobody when nobody can reach both folders; else in a user namespace in which root looks
 * like an ordinary user (a clone below /root is closed to nobody); else as nobody with copied binaries.
 * A folder that exists keeps the user it was made with, or the server could not read its own files.
 */
export async function postgresUser(folder: string, binaries: string): Promise<PostgresUser> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const self: PostgresUser = { uid, gid, spawnAs: undefined, prefix: [], copyBinaries: false };
  if (uid !== 0) return self;

  const owner = await stat(folder).then(
    (found) => ({ uid: found.uid, gid: found.gid }),
    () => undefined,
  );
  const other = owner && owner.uid !== 0 ? owner : { uid: nobody, gid: nobody };
  await mkdir(path.dirname(folder), { recursive: true });
  const homeReachable = await reachable(path.dirname(folder));
  const asOther = { ...other, spawnAs: other, prefix: [], copyBinaries: false };
  if (owner?.uid !== 0 && homeReachable && (await reachable(binaries))) return asOther;
  if (owner === undefined || owner.uid === 0) {
    if (canUnshare()) return { ...self, prefix: unshare };
  }
  if (owner?.uid !== 0 && homeReachable) return { ...asOther, copyBinaries: true };
  throw new Error(
    `PostgreSQL refuses to run as root, and another user cannot reach ${path.dirname(folder)}. Run Summa as an ordinary user, or set SUMMA_HOME to a folder that every user may enter, for example /var/lib/summa.`,
  );
}

/** Whether every user may enter the folder and those above it. */
async function reachable(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at);
    if ((found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function canUnshare(): boolean {
  return spawnSync(unshare[0] ?? '', [...unshare.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
}
