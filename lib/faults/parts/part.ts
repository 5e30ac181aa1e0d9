/** A row of the table that `npm run faults` prints. */
export type Finding = {
  /** Which of the promises it shows; null: that the suite would notice. */
  promise: number | null;
  what: string;
  measured: string;
  promised: string;
  kept: boolean;
};

/** Something that is disturbed and looked at, in the file `<name>.ts` of this folder as `export const part`. */
export type Part = {
  title: string;
  run(say: (line: string) => void): Promise<Finding[]>;
};
