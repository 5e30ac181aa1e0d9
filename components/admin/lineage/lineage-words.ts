import type { Language } from '#lib/i18n/language.ts';
import type { Lineage, LineageKind, LineageNode } from '#lib/lineage/lineage-types.ts';

export const kinds: readonly LineageKind[] = ['source', 'summary', 'dashboard'];

/** A node at the other end of an edge, with the tiles the edge is drawn in. */
export type Neighbour = LineageNode & { drawnIn: string[] | undefined };

/** What a node reads, and what reads it, one step away. */
export function neighboursOf(lineage: Lineage, id: string): { reads: Neighbour[]; feeds: Neighbour[] } {
  const nodes = new Map(lineage.nodes.map((node) => [node.id, node]));
  const neighbour = (other: string, drawnIn: string[] | undefined): Neighbour[] => {
    const node = nodes.get(other);
    return node ? [{ ...node, drawnIn }] : [];
  };
  return {
    reads: lineage.edges.filter(({ to }) => to === id).flatMap(({ from, tiles }) => neighbour(from, tiles)),
    feeds: lineage.edges.filter(({ from }) => from === id).flatMap(({ to, tiles }) => neighbour(to, tiles)),
  };
}

/** Which tiles draw it: `Revenue, Orders`, or that only a filter lists its values. */
export function tileWords(tiles: string[], { t, tag }: Language): string {
  if (tiles.length === 0) return t('lineage.onlyFilter');
  return new Intl.ListFormat(tag, { type: 'unit' }).format(tiles);
}

/** Where a node leads; a source has no page. */
export function addressOf({ kind, name }: LineageNode): string | null {
  if (kind === 'source') return null;
  return kind === 'summary' ? `/admin/summaries/${name}` : `/dashboards/${name}`;
}

/** Whether a node answers to what was typed. */
export function matches(node: LineageNode, typed: string): boolean {
  const sought = typed.trim().toLowerCase();
  return [node.name, node.title, ...(node.tiles ?? [])].some((text) => text.toLowerCase().includes(sought));
}
