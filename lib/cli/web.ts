// The web server: one Next.js process that finishes the answers it has begun before it ends.
import { createServer } from 'node:http';
import next from 'next';
import { readEnvironment } from '#lib/environment.ts';
import { announceStop } from '#lib/server/stopping.ts';
import { supervised } from '#lib/server/supervised.ts';

/** Long enough for a page; a long export is cut, and its file shows that it is not whole. */
const drainFor = 5_000;

const { host, port } = readEnvironment();
const dev = process.argv.includes('--dev');
const app = next({ dev, hostname: host, port });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));
// Above the 60 s that reverse proxies keep a connection, so that they close first.
server.keepAliveTimeout = 65_000;
// The development server's reloads come by web socket.
if (dev) server.on('upgrade', app.getUpgradeHandler());

const self = supervised(async () => {
  announceStop();
  const drained = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), drainFor);
  await drained;
  clearTimeout(cut);
  await app.close();
});
await new Promise<void>((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, resolve);
});
self.ready();
