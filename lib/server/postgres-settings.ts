/**
 * The embedded server's settings, given on the command line so that they follow the code and not an old file.
 * `test` trades durability for speed.
 */
export function postgresSettings(socketFolder: string, test: boolean): string[] {
  const settings: Record<string, string> = {
    // Only a socket in a private folder: nobody on the network or the machine can even try a password.
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: test ? '200' : '100',
    // The whole stack at rest is to stay under 400 MB; the operating system's cache does the rest.
    shared_buffers: '64MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    // Redo after a kill took 27 s for 1 GB of log.
    max_wal_size: '1GB',
    // No replica reads this log, and at this level a COPY into a new table need not be logged.
    wal_level: 'minimal',
    max_wal_senders: '0',
    random_page_cost: '1.1',
    autovacuum: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A failing statement may hold data or a password, and the caller gets the error anyway.
    log_min_error_statement: 'panic',
    ...(test ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
