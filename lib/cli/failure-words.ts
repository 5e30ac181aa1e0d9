/** What a failed start says: the error, and what to do where the cause is known. */
export function failureWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /ENOSPC|no space left on device/i.test(message)
    ? `${message}\nThe disk is full. Free some space, or set SUMMA_HOME to a folder on another disk, and start again; it goes on where it stopped.`
    : message;
}
