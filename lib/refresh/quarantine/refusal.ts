import type { StoredRelation } from '#lib/compile/stored.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { grainCheck } from '../checks/check-rows.ts';
import { timeCheck } from '../checks/check-times.ts';
import type { KeptMember, QuarantineRow } from './kept-build.ts';
import { closedRefusal } from './outdated.ts';

/** What the warehouse and this process know when somebody wants to publish a kept build. */
export type Now = {
  /** Fingerprints of the definitions this process has, by summary; null when they do not fit their sources. */
  definitions: ReadonlyMap<string, string> | null;
  /** What serves, by summary. */
  served: ReadonlyMap<string, { relations: readonly StoredRelation[] }>;
  /** The newest epoch that touched the build's days since it was built. */
  publishedSince: number | null;
  /** Whether any of its days are held. */
  held: boolean;
  /** Tables of the build that are gone. */
  gone: boolean;
};

/** Why a kept build may not be published anyway; null when it may. */
export function refusalOf(row: QuarantineRow, now: Now): Message | null {
  if (row.state !== 'open') return closedRefusal(row);
  if (row.damaged) return message('quarantine.refusedDamaged');
  const broken = row.checks.find(
    ({ check, passed }) => !passed && (check === grainCheck || (check === timeCheck && row.kind === 'full')),
  );
  if (broken) return message(broken.check === grainCheck ? 'quarantine.refusedGrain' : 'quarantine.refusedTime');
  if (now.gone) return message('quarantine.refusedGone');
  const { members } = row.build;
  const changed =
    now.definitions === null ||
    now.definitions.size !== members.length ||
    members.find(({ summary, fingerprint }) => now.definitions?.get(summary) !== fingerprint);
  if (changed) return message('quarantine.refusedDefinition');
  const misfit = row.kind === 'incremental' && members.find((member) => !fits(member, now.served.get(member.summary)));
  if (misfit) return message('quarantine.refusedColumns', { summary: misfit.summary });
  if (now.publishedSince !== null) return message('quarantine.refusedNewer', { epoch: String(now.publishedSince) });
  if (now.held) return message('quarantine.refusedHeld');
  return null;
}

/** Whether rows of a stage can stand beside the rows that are served. */
function fits({ tables }: KeptMember, served: { relations: readonly StoredRelation[] } | undefined): boolean {
  return tables.every(({ relation }) => {
    const target = served?.relations.find(({ name }) => name === relation.name);
    const shape = ({ columns, key }: StoredRelation) => JSON.stringify([columns.map((c) => [c.name, c.sqlType]), key]);
    return target !== undefined && shape(target) === shape(relation);
  });
}
