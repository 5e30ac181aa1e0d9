import type { Answer } from '#components/people/types.ts';
import type { RollBackPreview } from '#lib/refresh/roll-back/roll-back-types.ts';

type Act<Input, Value = void> = (input: Input) => Promise<Answer<Value>>;

/** How a measure is written: by its definition, or plainly where that is gone. */
export type MeasureStyle = { label: string; unit?: string; scale?: number };

/** The styles of a summary's measures, by the measure's name. */
export type MeasureStyles = Record<string, MeasureStyle>;

/** The actions of the pages of epochs, handed in because components know no actions. */
export type RollBackActions = {
  preview: Act<{ epoch: number }, RollBackPreview>;
  request: Act<{ epoch: number; reason: string }, { id: string }>;
};

export type ReleaseHold = Act<{ id: string }>;
