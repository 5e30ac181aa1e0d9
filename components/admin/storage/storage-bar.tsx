import type { Language } from '#lib/i18n/language.ts';
import type { Storage } from '#lib/refresh/retention/retention-types.ts';
import { percent } from './storage-words.ts';

/** What disk is used for, each with its colour. */
export const parts = [
  { bytes: 'currentBytes', words: 'storage.current', colour: 'bg-chart-1' },
  { bytes: 'closedBytes', words: 'storage.closed', colour: 'bg-chart-2' },
  { bytes: 'oldGenerationsBytes', words: 'storage.old', colour: 'bg-chart-10' },
] as const;

/** How large a summary is beside the largest, and what of it is what. The numbers stand beside it. */
export function StorageBar({ storage, largest }: { storage: Storage; largest: bigint }) {
  return (
    <div aria-hidden="true" className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-muted">
      {parts.map(({ bytes, colour }) => {
        const share = percent(BigInt(storage[bytes]), largest);
        return share > 0 && <div key={bytes} className={colour} style={{ width: `${share}%` }} />;
      })}
    </div>
  );
}

export function StorageLegend({ language: { t } }: { language: Language }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
      {parts.map(({ bytes, words, colour }) => (
        <li key={bytes} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={`size-2.5 rounded-xs ${colour}`} />
          {t(words)}
        </li>
      ))}
    </ul>
  );
}
