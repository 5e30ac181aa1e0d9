import type { Answer } from '#components/people/types.ts';

type Act<Input, Value = void> = (input: Input) => Promise<Answer<Value>>;

/** The actions of the pages of quarantine, handed in because components know no actions. */
export type QuarantineActions = {
  publish: Act<{ id: string; reason: string }, { id: string }>;
  discard: Act<{ id: string; reason: string }>;
};
