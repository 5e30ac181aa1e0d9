import type { DefinitionDiff, QuarantinedMember } from '#lib/refresh/quarantine/quarantine-types.ts';

/**
 * New definitions without the totals and rows that a section of what publishing would change shows too: those are of now,
 * the ones kept with the definition of when it was built.
 */
export function withoutRepeats(
  definition: readonly DefinitionDiff[],
  members: readonly Pick<QuarantinedMember, 'summary' | 'measures' | 'sample'>[],
): DefinitionDiff[] {
  return definition.map((diff) => {
    const member = members.find(({ summary }) => summary === diff.summary);
    if (!member) return diff;
    return {
      ...diff,
      measures: member.measures.length > 0 ? [] : diff.measures,
      sample: member.sample.length > 0 ? [] : diff.sample,
    };
  });
}

/** Whether only what is selected, and not what it looks like, may be new. */
export function sameShape({ added, removed, retyped, zone, grain }: DefinitionDiff): boolean {
  return added.length + removed.length + retyped.length === 0 && zone === null && grain === null;
}

/** Whether publishing would change neither rows nor totals. */
export function nothingDiffers({ opened, closed, measures }: QuarantinedMember): boolean {
  return opened === '0' && closed === '0' && measures.every(({ before, after }) => before === after);
}
