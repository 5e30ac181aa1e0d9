import { Logger } from 'graphile-worker';

/** Says only what went wrong: a line for each wake-up would bury the worker's own. */
export const quiet = new Logger(() => (level, message) => {
  if (level === 'error' || level === 'warning') console.error(`Queue: ${message}`);
});
