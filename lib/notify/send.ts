import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isPublic } from '#lib/notify/address.ts';
import { signatureHeaders } from '#lib/notify/signature.ts';

/** A message to be sent: the same id and body at every attempt. */
export type WebhookMessage = { id: string; body: string };

/** What became of one attempt, in words without the secret. */
export type Sent = { ok: boolean; gone: boolean; answer: string };

export type SendOptions = {
  allowPrivate?: boolean;
  timeout?: number;
  now?: () => Date;
  resolve?: (host: string) => Promise<string[]>;
};

type Target = { url: URL; host: string; address: string };

const resolveAll = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Sends one signed message. The name is resolved once and that very address is connected to, so that a name cannot lead
 * somewhere else after it was checked; redirects are not followed. Never throws.
 */
export async function sendWebhook(
  { url, secret }: { url: string; secret: string },
  { id, body }: WebhookMessage,
  options: SendOptions = {},
): Promise<Sent> {
  const { timeout = 10_000, now = () => new Date() } = options;
  const signal = AbortSignal.timeout(timeout);
  try {
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeout / 1000} s`)));
    });
    const target = await Promise.race([findTarget(url, options), late]);
    const headers = { ...signatureHeaders(id, now(), body, secret), 'content-type': 'application/json' };
    const status = await Promise.race([post(target, headers, body, signal), late]);
    const ok = status >= 200 && status < 300;
    const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
    return { ok, gone: status === 410, answer: `status ${status}${redirect}` };
  } catch (error) {
    return { ok: false, gone: false, answer: error instanceof Error ? error.message : String(error) };
  }
}

/** The one address to connect to, or an error that says why there is none. */
async function findTarget(text: string, options: SendOptions): Promise<Target> {
  const { allowPrivate = false, resolve = resolveAll } = options;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) throw new Error('the address is not http or https');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host);
  const address = addresses.find((each) => allowPrivate || isPublic(each));
  if (!address || (!allowPrivate && !addresses.every(isPublic))) {
    throw new Error(
      `${host} is an address of this machine or of a private network. SUMMA_WEBHOOK_ALLOW_PRIVATE=1 allows those`,
    );
  }
  return { url, host, address };
}

function post(
  { url, host, address }: Target,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      {
        protocol: url.protocol,
        // Connected to as checked; the certificate and the Host header are those of the name.
        host: address,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        ...(isIP(host) ? {} : { servername: host }),
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: {
          ...headers,
          host: url.host,
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Summa',
        },
        agent: false,
        signal,
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        // What it says beside the status is of no use, and may have no end.
        response.destroy();
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
