import type { LineageEdge, LineageNode } from './lineage-types.ts';

/** A lineage with a place for everything, in CSS pixels. */
export type LineageLayout = {
  width: number;
  height: number;
  nodes: (LineageNode & { x: number; y: number; width: number; height: number })[];
  /** `path` is the `d` of an SVG path. */
  edges: (LineageEdge & { path: string })[];
};
