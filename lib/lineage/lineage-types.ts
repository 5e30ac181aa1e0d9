/** What feeds what, for the page that draws it. */
export type Lineage = { nodes: LineageNode[]; edges: LineageEdge[] };

export type LineageKind = 'source' | 'summary' | 'dashboard';

export type LineageNode = {
  /** `source:orders`, `summary:daily_sales`, `dashboard:shop-sales`. */
  id: string;
  kind: LineageKind;
  name: string;
  /** What people call it: a source's table, a summary's name, a dashboard's title. */
  title: string;
  /** The tiles of a dashboard, by their titles. */
  tiles?: string[];
};

export type LineageEdge = {
  from: string;
  to: string;
  /** The tiles of a dashboard that draw the summary; empty where only a filter lists its values. */
  tiles?: string[];
};

/** What is no longer right when a summary is not. */
export type Downstream = {
  summaries: string[];
  dashboards: { name: string; title: string; tiles: string[] }[];
};
