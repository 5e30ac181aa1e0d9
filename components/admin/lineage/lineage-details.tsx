'use client';

import { ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Lineage, LineageNode } from '#lib/lineage/lineage-types.ts';
import { KindIcon } from './kind-icon.tsx';
import { addressOf, type Neighbour, neighboursOf, tileWords } from './lineage-words.ts';

type LineageDetailsProps = {
  lineage: Lineage;
  node: LineageNode;
  choose: (id: string) => void;
  /** Shows only what is connected to the node, or everything again. */
  only: { on: boolean; set: (on: boolean) => void } | null;
};

/** What one node reads and feeds, with the way to its page. */
export function LineageDetails({ lineage, node, choose, only }: LineageDetailsProps) {
  const { t } = useLanguage();
  const { reads, feeds } = neighboursOf(lineage, node.id);
  const address = addressOf(node);
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div>
        <p className="flex items-center gap-1.5 text-xs text-muted-foreground">
          <KindIcon kind={node.kind} className="size-3.5" />
          {t(`lineage.${node.kind}`)}
        </p>
        <h2 className="pt-0.5 text-base font-semibold break-all">{node.title}</h2>
        {node.kind === 'source' && <p className="text-xs text-muted-foreground break-all">{node.name}</p>}
      </div>
      {node.kind !== 'source' && <Neighbours title={t('lineage.reads')} nodes={reads} choose={choose} />}
      {node.kind !== 'dashboard' && <Neighbours title={t('lineage.feeds')} nodes={feeds} choose={choose} />}
      <div className="flex flex-wrap gap-2">
        {address && (
          <Link href={address} className={buttonClass('outline', 'sm')}>
            {t(node.kind === 'summary' ? 'lineage.openSummary' : 'lineage.openDashboard')}
            <ArrowUpRight aria-hidden="true" />
          </Link>
        )}
        {only && (
          <button type="button" className={buttonClass('ghost', 'sm')} onClick={() => only.set(!only.on)}>
            {t(only.on ? 'lineage.showAll' : 'lineage.showOnly')}
          </button>
        )}
      </div>
    </Card>
  );
}

type NeighboursProps = { title: string; nodes: Neighbour[]; choose: (id: string) => void };

function Neighbours({ title, nodes, choose }: NeighboursProps) {
  const language = useLanguage();
  return (
    <div>
      <h3 className="pb-1 text-xs font-medium text-muted-foreground">{title}</h3>
      {nodes.length === 0 ? (
        <p className="text-sm text-muted-foreground">{language.t('lineage.nothing')}</p>
      ) : (
        <ul className="grid gap-1.5">
          {nodes.map((node) => (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => choose(node.id)}
                className="flex max-w-full items-center gap-1.5 rounded text-left text-sm text-primary hover:underline"
              >
                <KindIcon kind={node.kind} className="size-3.5" />
                <span className="break-all">{node.title}</span>
              </button>
              {node.drawnIn && (
                <p className="pl-5 text-xs text-muted-foreground">{tileWords(node.drawnIn, language)}</p>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
