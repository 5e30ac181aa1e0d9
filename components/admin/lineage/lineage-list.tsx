'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Card } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Lineage } from '#lib/lineage/lineage-types.ts';
import { KindIcon } from './kind-icon.tsx';
import { kinds, type Neighbour, neighboursOf } from './lineage-words.ts';

type LineageListProps = { lineage: Lineage; chosen: string | null; choose: (id: string | null) => void };

/** The same as the graph, in words. */
export function LineageList({ lineage, chosen, choose }: LineageListProps) {
  const { t } = useLanguage();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-5">
      {kinds.map((kind) => {
        const nodes = lineage.nodes.filter((node) => node.kind === kind);
        if (nodes.length === 0) return null;
        return (
          <section key={kind} aria-labelledby={`lineage-${kind}`} className="flex flex-col gap-2">
            <h2 id={`lineage-${kind}`} className="text-base font-semibold">
              {t(`lineage.${kind}s`)}
            </h2>
            <Card>
              <ul className="divide-y divide-border/60">
                {nodes.map((node) => {
                  const { reads, feeds } = neighboursOf(lineage, node.id);
                  return (
                    <li key={node.id} className={cn('px-3 py-2.5 text-sm', node.id === chosen && 'bg-primary-soft')}>
                      <button
                        type="button"
                        aria-pressed={node.id === chosen}
                        onClick={() => choose(node.id === chosen ? null : node.id)}
                        className="flex max-w-full items-center gap-2 rounded text-left font-medium hover:underline"
                      >
                        <KindIcon kind={kind} />
                        <span className="break-all">{node.title}</span>
                      </button>
                      <div className="grid gap-0.5 pt-1 pl-6 text-xs text-muted-foreground">
                        {reads.length > 0 && (
                          <p className="break-words">{t('lineage.readsList', { names: names(reads) })}</p>
                        )}
                        {feeds.length > 0 && (
                          <p className="break-words">{t('lineage.feedsList', { names: names(feeds) })}</p>
                        )}
                        {feeds.length === 0 && kind !== 'dashboard' && <p>{t('lineage.feedsNothing')}</p>}
                      </div>
                    </li>
                  );
                })}
              </ul>
            </Card>
          </section>
        );
      })}
    </div>
  );
}

const names = (nodes: Neighbour[]) => nodes.map((node) => node.title).join(', ');
