import type { KeptBuild } from './kept-build.ts';

/** What stands for a build whose record cannot be read: nothing that could be published, and no tables to keep. */
const unreadable: KeptBuild = {
  at: '',
  snapshot: '',
  watermark: { kind: 'unknown' },
  observed: [],
  members: [],
  definition: [],
};

const told = new Set<string>();

/**
 * The build of a stored record. One that was damaged, or written by another version, must not stop the refreshes of every
 * chain, which all look at what is kept: it is told in the log once, and can be discarded.
 */
export function readKeptBuild(id: string, chain: string, build: unknown): { build: KeptBuild; damaged: boolean } {
  if (isKeptBuild(build)) return { build, damaged: false };
  if (!told.has(id)) {
    told.add(id);
    console.warn(
      `Quarantine ${id} of ${chain} cannot be read: its column "build" does not describe a kept build. It can only be ` +
        'discarded; other builds and refreshes go on.',
    );
  }
  return { build: unreadable, damaged: true };
}

function isKeptBuild(build: unknown): build is KeptBuild {
  const { at, snapshot, watermark, observed, members, definition } = isObject(build) ? build : {};
  const texts = typeof at === 'string' && (typeof snapshot === 'string' || snapshot === null);
  const lists = Array.isArray(observed) && Array.isArray(definition) && Array.isArray(members) && members.length > 0;
  return texts && isObject(watermark) && lists && members.every(isMember);
}

function isMember(member: unknown): boolean {
  if (!isObject(member)) return false;
  const { summary, fingerprint, generation, tables } = member;
  const named = typeof summary === 'string' && typeof fingerprint === 'string';
  const made = generation === null || typeof generation === 'string';
  return named && made && Array.isArray(tables) && tables.length > 0 && tables.every(isTable);
}

const isTable = (table: unknown): boolean =>
  isObject(table) && typeof table.table === 'string' && isObject(table.relation);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
