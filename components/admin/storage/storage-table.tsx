import Link from 'next/link';
import { formatBytes } from '#components/format/bytes.ts';
import { formatCount } from '#components/format/number.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { Storage } from '#lib/refresh/retention/retention-types.ts';
import { StorageBar } from './storage-bar.tsx';
import { bySize, keepWords, totalOf } from './storage-words.ts';

/** What each summary takes on disk, the largest first, and how far back it can be read. */
export function StorageTable({ storage, language }: { storage: Storage[]; language: Language }) {
  const { t } = language;
  const sorted = bySize(storage);
  const largest = sorted[0] ? totalOf(sorted[0]) : 0n;
  const bytes = (text: string) => formatBytes(text, language);
  return (
    <Table label={t('storage.title')}>
      <thead>
        <tr>
          <Th>{t('admin.summary')}</Th>
          <Th className="w-1/4 max-sm:hidden">{t('storage.total')}</Th>
          <Th className="text-right max-lg:hidden">{t('storage.current')}</Th>
          <Th className="text-right max-lg:hidden">{t('storage.closed')}</Th>
          <Th className="text-right max-lg:hidden">{t('storage.old')}</Th>
          <Th className="max-md:hidden">{t('storage.readable')}</Th>
          <Th className="max-md:hidden">{t('storage.keep')}</Th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((one) => (
          <tr key={one.summary} className="last:*:border-0">
            <Td>
              <Link href={`/admin/summaries/${one.summary}`} className="font-medium break-all hover:underline">
                {one.summary}
              </Link>
              <p className="text-xs text-muted-foreground">{t('storage.generations', { count: one.generations })}</p>
              <div className="flex flex-col gap-1 pt-2 sm:hidden">
                <StorageBar storage={one} largest={largest} />
                <p className="text-xs">{formatBytes(totalOf(one), language)}</p>
              </div>
              <p className="pt-1 text-xs text-muted-foreground md:hidden">
                {t('storage.readable')}: {readableWords(one, language)}
              </p>
            </Td>
            <Td className="max-sm:hidden">
              <p className="pb-1.5">{formatBytes(totalOf(one), language)}</p>
              <StorageBar storage={one} largest={largest} />
            </Td>
            <Td className="text-right whitespace-nowrap max-lg:hidden">{bytes(one.currentBytes)}</Td>
            <Td className="text-right whitespace-nowrap max-lg:hidden">{bytes(one.closedBytes)}</Td>
            <Td className="text-right whitespace-nowrap max-lg:hidden">{bytes(one.oldGenerationsBytes)}</Td>
            <Td className="max-md:hidden">{readableWords(one, language)}</Td>
            <Td className="whitespace-nowrap max-md:hidden">{keepWords(one.keep, language)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function readableWords({ horizon }: Storage, language: Language): string {
  if (horizon === null) return language.t('storage.allEpochs');
  return language.t('storage.fromEpoch', { epoch: formatCount(horizon, language) });
}
