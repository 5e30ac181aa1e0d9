/** What a test does when the engine passes a point: nothing, throw, cut the connection, or end the process. */
export type Fault = (point: string) => void | Promise<void>;

let injected: Fault | null = null;

/** Lets a test disturb the engine at its fault points; null ends that. Nothing in the product calls it. */
export function injectFault(fault: Fault | null): void {
  injected = fault;
}

/** A moment at which a crash must do no harm. */
export async function faultPoint(point: string): Promise<void> {
  if (injected) await injected(point);
}
