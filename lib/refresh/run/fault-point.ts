import type { PublishStep } from '../publish/publish-step.ts';
import type { RunStep } from './run-step.ts';

/** A moment at which a crash must do no harm. */
export type FaultPoint = `${'before' | 'after'} ${PublishStep | RunStep}`;

/** What a test does when the engine passes a point: nothing, throw, cut the connection, or end the process. */
export type Fault = (point: FaultPoint) => void | Promise<void>;

let injected: Fault | null = null;

/** Lets a test disturb the engine at its fault points; null ends that. Nothing in the product calls it. */
export function injectFault(fault: Fault | null): void {
  injected = fault;
}

/** Says that the engine passes a point. */
export async function faultPoint(point: FaultPoint): Promise<void> {
  if (injected) await injected(point);
}
