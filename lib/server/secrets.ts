import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The generated passwords of the embedded server's roles. */
export type ServerSecrets = { server: string; owner: string; reader: string };

/**
 * Reads the embedded server's passwords, or generates them. They stand in a file that only its owner can read;
 * two installs never share one.
 */
export async function serverSecrets(home: string): Promise<ServerSecrets> {
  const file = path.join(home, 'postgres-passwords.json');
  const stored = await readSecrets(file);
  if (stored) return stored;
  await mkdir(home, { recursive: true });
  const generated: ServerSecrets = { server: password(), owner: password(), reader: password() };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(generated, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  try {
    // A link either makes the whole file or fails: two processes can never believe in different passwords.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readSecrets(file)) ?? generated;
}

async function readSecrets(file: string): Promise<ServerSecrets | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const value = JSON.parse(text) as Partial<ServerSecrets>;
  if (!value.server || !value.owner || !value.reader) {
    throw new Error(
      `${file} does not hold the embedded server's three passwords (server, owner, reader). Restore the file from a backup, or delete the folder ${path.dirname(file)} to begin with an empty server.`,
    );
  }
  return { server: value.server, owner: value.owner, reader: value.reader };
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
