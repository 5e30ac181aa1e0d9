'use client';

import { ChartLine, Code, Database, Download, Link as LinkIcon, Table } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';
import type { TileData } from '#lib/query/result.ts';
import { exportLink, summaryExportLink, type TileAddress, tileLink } from './export-link.ts';
import { SqlDialog } from './sql-dialog.tsx';

export type TileMenuProps = {
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: ReactNode;
  view: TileView;
  result: TileData | null;
  address: TileAddress;
  zone: string;
  asTable: boolean;
  setAsTable: (asTable: boolean) => void;
};

export default function TileMenu({ view, result, address, zone, asTable, setAsTable, ...menu }: TileMenuProps) {
  const { t } = useLanguage();
  const [sql, setSql] = useState(false);
  const drawn = view.kind === 'line' || view.kind === 'area' || view.kind === 'bar';
  return (
    <>
      <Menu {...menu}>
        {drawn && (
          <MenuItem onSelect={() => setAsTable(!asTable)}>
            {asTable ? <ChartLine aria-hidden="true" /> : <Table aria-hidden="true" />}
            {t(asTable ? 'tile.asChart' : 'tile.asTable')}
          </MenuItem>
        )}
        {result && (
          <MenuItem onSelect={() => setSql(true)}>
            <Code aria-hidden="true" />
            {t('tile.sqlAndSource')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem asChild>
          <a href={exportLink(address)} download>
            <Download aria-hidden="true" />
            {t('tile.downloadCsv')}
          </a>
        </MenuItem>
        {result && address.wholeSummary && (
          <MenuItem asChild>
            <a href={summaryExportLink(result.summary, result.epoch)} download>
              <Database aria-hidden="true" />
              {t('tile.downloadAll', { summary: result.summary })}
            </a>
          </MenuItem>
        )}
        <MenuItem
          onSelect={() => navigator.clipboard.writeText(tileLink(window.location.href, view.id, address.epoch))}
        >
          <LinkIcon aria-hidden="true" />
          {t('tile.copyLink')}
        </MenuItem>
      </Menu>
      {result && <SqlDialog open={sql} setOpen={setSql} title={view.title} result={result} zone={zone} />}
    </>
  );
}
