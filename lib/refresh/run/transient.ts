/** SQLSTATE classes and codes after which the same work may succeed: connection gone, server starting, deadlock, too many clients. */
const sqlStates = /^(08...|25P03|57P0[1-5]|40001|40P01|53300|55006)$/;
const systemCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EAI_AGAIN'],
  // A host whose name or route is gone for a while, as when a container restarts.
  ...['ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/** Whether an error says that a connection or server went away, not that the work is wrong. */
export function isTransient(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (sqlStates.test(code) || systemCodes.has(code))) return true;
  return (
    typeof message === 'string' &&
    /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|timeout exceeded)/.test(
      message,
    )
  );
}
