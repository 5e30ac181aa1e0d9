// Next loads a module once per bundle layer, and the web process outside of them once more.
const shared = globalThis as { summaStopping?: AbortController };
shared.summaStopping ??= new AbortController();
const controller = shared.summaStopping;

/** Aborted when this process is told to end: who waits for something that may take long answers now, with what there is. */
export const stopping: AbortSignal = controller.signal;

/** Tells everybody in this process that it ends. */
export function announceStop(): void {
  controller.abort();
}
