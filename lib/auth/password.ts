import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

// OWASP's first choice for argon2id. One hash takes 30 ms of a core and 19 MiB, off the main thread.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const most = { running: 2, waiting: 64 };

let running = 0;
const waiting: (() => void)[] = [];

/** The PHC string to store for a password. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await queued(() => derive(password, nonce));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain64(nonce)}$${plain64(tag)}`;
}

/** Whether `password` is the one behind `stored`. With nothing stored it takes as long and answers no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = stored === null ? null : /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([^$]+)\$([^$]+)$/.exec(stored);
  if (stored !== null && parts === null) throw new Error('A stored password is not an argon2id hash of this version.');
  const nonce = parts?.[1] ? Buffer.from(parts[1], 'base64') : randomBytes(16);
  const tag = await queued(() => derive(password, nonce));
  if (!parts?.[2]) return false;
  const expected = Buffer.from(parts[2], 'base64');
  return expected.length === tag.length && timingSafeEqual(expected, tag);
}

/** A password nobody chose, for the person to be told once: 20 characters without look-alikes, in groups. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'; // 31 letters, 99 bits
  const picked: string[] = [];
  while (picked.length < 20) {
    for (const byte of randomBytes(32)) {
      if (byte < 248 && picked.length < 20) picked.push(letters[byte % 31] ?? '');
    }
  }
  return (picked.join('').match(/.{5}/g) ?? []).join('-');
}

/** Runs at most `most.running` at once, so that sign-ins cannot take every core and all memory. */
async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most.running) {
    if (waiting.length >= most.waiting) {
      throw new PersonError({ message: message('signIn.busy'), status: 503 });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function derive(password: string, nonce: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: password.normalize('NFKC'), nonce, ...cost }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    );
  });
}

function plain64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
