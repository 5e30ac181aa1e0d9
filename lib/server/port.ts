import { createServer } from 'node:net';

/** Throws a sentence when nothing can listen there; asked before anything slow is begun. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} on ${host} is in use. Stop the program that uses it (a Summa that runs already: Ctrl+C in its terminal), or choose another: PORT=${port === 65535 ? 3000 : port + 1} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new Error(`Port ${port} on ${host} needs rights this user does not have. Choose a PORT above 1023.`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(
        `HOST=${host} is not an address of this machine. Expected for example 127.0.0.1 (this machine only) or 0.0.0.0 (every network).`,
      );
    }
    throw new Error(`Cannot listen on ${host}, port ${port}: ${message}`, { cause: error });
  }
}

/** A port of the loopback interface that nothing uses at the moment. */
export function freePort(): Promise<number> {
  return listenOnce('127.0.0.1', 0);
}

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
