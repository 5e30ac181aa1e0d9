/** The URL of a database behind a Unix socket. `localhost` only keeps it a URL: `host` wins in libpq and in pg. */
export function socketUrl(role: string, password: string, database: string, socketFolder: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(socketFolder)}&port=5432`;
}
