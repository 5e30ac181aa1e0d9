import type { TimeBucket } from './grain.ts';
import type { SummaryDefinition } from './summary.ts';

/**
 * The summary's time column and its bucket, or null when its grain has none. Of several it is the first: it decides a row's
 * partition and what a range of days limits, and the others are dimensions.
 */
export function timeOf(summary: SummaryDefinition): { column: string; bucket: TimeBucket } | null {
  for (const [column, grain] of Object.entries(summary.grain)) {
    if (grain.kind === 'time' && grain.bucket) return { column, bucket: grain.bucket };
  }
  return null;
}
