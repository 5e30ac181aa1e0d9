import { publishSteps } from '#lib/refresh/publish/publish-step.ts';
import type { FaultPoint } from '#lib/refresh/run/fault-point.ts';
import { runSteps } from '#lib/refresh/run/run-step.ts';

/** Every point at which the engine can be disturbed. */
export const faultPoints: readonly FaultPoint[] = [...runSteps, ...publishSteps].flatMap(
  (step) => [`before ${step}`, `after ${step}`] as const,
);
