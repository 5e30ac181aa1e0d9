import type { FaultPoint } from '#lib/refresh/fault-point.ts';
import { publishSteps } from '#lib/refresh/publish-step.ts';
import { runSteps } from '#lib/refresh/run-step.ts';

/** Every point at which the engine can be disturbed. */
export const faultPoints: readonly FaultPoint[] = [...runSteps, ...publishSteps].flatMap(
  (step) => [`before ${step}`, `after ${step}`] as const,
);
