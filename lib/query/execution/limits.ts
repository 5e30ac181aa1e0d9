/** Rows of one answer to a program: `limit` may be as large. A tile shows `mostRows` of lib/compile/query-order.ts. */
export const mostRowsOfApi = 100_000;

/** Text of one answer. A hundred thousand rows of ten short columns are about 10 MB. */
export const mostBytes = 32 * 1024 * 1024;

/**
 * Statements about rows at work at once, in one process. The pool of pages has two connections more: for the newest epoch
 * and the horizons, which are asked in a millisecond and must not stand behind what takes seconds.
 */
export const mostStatements = 8;

/** A statement that has not begun by then is given up: whoever waits has been waiting for long already. */
export const longestWaitMs = 20_000;

/** Statements that wait, of all and of one person: who comes behind them is asked to come again. */
export const mostWaiting = 400;
export const mostWaitingOfOne = 150;

/** A browser says in this time that it still waits, else nobody does. */
export const leaseMs = 30_000;
