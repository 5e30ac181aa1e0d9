import net from 'node:net';
import type pg from 'pg';

/** What `pg` knows of its connection and does not declare. */
type Backend = { processID?: unknown; secretKey?: unknown; host?: unknown; port?: unknown };

/**
 * Asks the server to stop what a connection is doing, by a connection of its own as the protocol has it: it takes none of
 * those the server limits, and needs no right. Nothing says whether it arrived: the statement's own failure does.
 */
export function cancelStatement(client: pg.PoolClient): void {
  const { processID, secretKey, host, port }: Backend = client as Backend;
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return;
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80_877_102, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const name = String(host);
  const socket = name.startsWith('/')
    ? net.connect({ path: `${name}/.s.PGSQL.${String(port)}` })
    : net.connect({ host: name, port: Number(port) });
  socket.on('error', () => {});
  socket.setTimeout(5_000, () => socket.destroy());
  socket.end(request);
}
