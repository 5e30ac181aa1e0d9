import type { Bug } from './bug.ts';
import { bugsInBuilding } from './building.ts';
import { bugsInLevels } from './levels.ts';
import { bugsInPublishing } from './publishing.ts';
import { bugsInQuerying } from './querying.ts';
import { bugsInReading } from './reading.ts';
import { bugsInRuns } from './runs.ts';
import { bugsInTime } from './time.ts';

/** Mistakes that the suite must notice. */
export const bugs: readonly Bug[] = [
  ...bugsInBuilding,
  ...bugsInLevels,
  ...bugsInPublishing,
  ...bugsInQuerying,
  ...bugsInReading,
  ...bugsInRuns,
  ...bugsInTime,
];
