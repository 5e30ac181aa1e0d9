/** A mistake somebody could make, as a change of the source, and the test that notices it. */
export type Bug = {
  name: string;
  /** What would go wrong for people. */
  why: string;
  file: string;
  /** Texts that occur once in the file, and what they become. */
  edits: readonly { find: string; replace: string }[];
  /** The test file that fails with it. */
  caughtBy: string;
  /** Narrows the file to the tests whose names match. */
  pattern?: string;
};
