import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 characters that need no escaping in cookies, headers and shells. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. No salt or stretching: the input is 256 random bits, and it is looked up by value. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
