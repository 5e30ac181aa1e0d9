import type { Stage } from '#lib/cli/setup-cases/stage.ts';

/** One way to set Summa up, or to disturb it while it is. */
export type SetupCase = {
  name: string;
  /** What must happen, in the words of the table. */
  expects: string;
  /** It changes users, mounts or namespaces. */
  needsRoot?: true;
  /** Answers with the message it saw; throws when the expectation is not met. */
  run(stage: Stage): Promise<string>;
};

/** This machine lacks what a case needs. */
export class Skipped extends Error {
  override name = 'Skipped';
}
