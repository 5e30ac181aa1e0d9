'use client';

import { Search } from 'lucide-react';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { connectedTo } from '#lib/lineage/connected.ts';
import type { LineageLayout } from '#lib/lineage/layout-types.ts';
import type { Lineage } from '#lib/lineage/lineage-types.ts';
import { LineageDetails } from './lineage-details.tsx';
import { LineageGraph } from './lineage-graph.tsx';
import { LineageList } from './lineage-list.tsx';
import { matches } from './lineage-words.ts';

const views = ['graph', 'list'] as const;

type LineageViewProps = {
  lineage: Lineage;
  /** Of all nodes, or of those around the one in the address. */
  layout: LineageLayout;
};

/** The graph with its list twin; what is chosen stands in the address. Phones get the list. */
export function LineageView({ lineage, layout }: LineageViewProps) {
  const { t } = useLanguage();
  const [{ node: chosen, only, view }, setQuery] = useQueryStates({
    node: parseAsString,
    only: parseAsBoolean.withDefault(false),
    view: parseAsStringLiteral(views).withDefault('graph'),
  });
  const [typed, setTyped] = useState('');
  const node = lineage.nodes.find(({ id }) => id === chosen) ?? null;
  const lit = useMemo(() => {
    if (!node) return null;
    const { upstream, downstream } = connectedTo(lineage, node.id);
    return new Set([node.id, ...upstream, ...downstream]);
  }, [lineage, node]);
  const found = typed.trim() === '' ? [] : lineage.nodes.filter((each) => matches(each, typed));
  const choose = (id: string | null) => {
    // What is drawn around one node is drawn anew by the server around the next.
    void setQuery({ node: id, ...(id === null ? { only: null } : {}) }, { shallow: !only });
  };
  const shown = only && lit ? { ...lineage, nodes: lineage.nodes.filter(({ id }) => lit.has(id)) } : lineage;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <form
          className="relative w-full sm:w-72"
          onSubmit={(event) => {
            event.preventDefault();
            if (found[0]) choose(found[0].id);
          }}
        >
          <Search aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-muted-foreground" />
          <Input
            small
            type="search"
            className="pl-8"
            list="lineage-found"
            aria-label={t('lineage.find')}
            placeholder={t('lineage.find')}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              const exact = lineage.nodes.find(({ title }) => title === target.value);
              if (exact) choose(exact.id);
            }}
          />
          <datalist id="lineage-found">
            {lineage.nodes.map(({ id, title }) => (
              <option key={id} value={title} />
            ))}
          </datalist>
        </form>
        <p role="status" className="text-sm text-muted-foreground">
          {typed.trim() !== '' && t('lineage.found', { count: found.length })}
        </p>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame and ask for a legend. */}
        <div role="group" aria-label={t('lineage.view')} className="ml-auto flex gap-1 max-md:hidden">
          {views.map((one) => (
            <Button
              key={one}
              size="sm"
              variant={one === view ? 'outline' : 'ghost'}
              aria-pressed={one === view}
              onClick={() => void setQuery({ view: one })}
            >
              {t(one === 'graph' ? 'lineage.asGraph' : 'lineage.asList')}
            </Button>
          ))}
        </div>
      </div>
      <div className="flex items-start gap-4 max-md:flex-col-reverse max-md:items-stretch">
        {view === 'graph' && (
          <div className="flex min-w-0 flex-1 max-md:hidden">
            <LineageGraph layout={layout} chosen={node?.id ?? null} lit={lit} choose={choose} />
          </div>
        )}
        <div className={cn('flex min-w-0 flex-1', view === 'graph' && 'md:hidden')}>
          <LineageList lineage={shown} chosen={node?.id ?? null} choose={choose} />
        </div>
        <aside aria-label={t('lineage.details')} className="w-80 shrink-0 max-md:w-full">
          {node ? (
            <LineageDetails
              lineage={lineage}
              node={node}
              choose={choose}
              only={{ on: only, set: (on) => void setQuery({ only: on || null }, { shallow: false }) }}
            />
          ) : (
            <p className="rounded-lg border border-dashed border-border p-4 text-sm text-muted-foreground">
              {t('lineage.chooseOne')}
            </p>
          )}
        </aside>
      </div>
    </div>
  );
}
