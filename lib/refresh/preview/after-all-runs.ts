/** A number above every run there will be: what is asked of earlier runs is asked of all. */
export const afterAllRuns = '9223372036854775807';
