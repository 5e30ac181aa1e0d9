import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { isPart } from '#lib/compile/query-measures.ts';
import type { MeasureColumn } from '#lib/definition/columns.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ResultColumn } from './result.ts';
import { titleOf } from './title.ts';

/** The columns of a tile as people read them: labels, units and digits come from the definition, types from the build. */
export function tileColumns(query: CompiledQuestion, summary: SummaryDefinition): ResultColumn[] {
  const groups = query.groups.map(
    (group): ResultColumn => ({
      key: group.name,
      label: groupLabel(summary, group),
      role: group.bucket === null ? 'dimension' : 'time',
      type: shownType(group.sqlType),
      ...(group.bucket === null ? {} : { grain: group.bucket }),
      ...(group.bucket !== null && summary.weekStart === 'sunday' ? { weekStart: summary.weekStart } : {}),
    }),
  );
  const measures = query.measures.map((measure): ResultColumn => {
    const declared = summary.columns[measure.name];
    return {
      key: measure.key,
      label: declared?.label ?? titleOf(measure.name),
      role: 'measure',
      type: shownType(measure.sqlType),
      ...(isPart(measure.as) || measure.as === 'growth' ? { unit: 'percent' } : styleOf(declared)),
      ...(measure.as === 'value' ? {} : { as: measure.as }),
    };
  });
  return [...groups, ...measures];
}

function styleOf(declared: MeasureColumn | undefined): Pick<ResultColumn, 'unit' | 'scale'> {
  return {
    ...(declared?.unit ? { unit: declared.unit } : {}),
    ...(declared && declared.scale !== null ? { scale: declared.scale } : {}),
  };
}

/** A day shown by weeks is headed "Week": under its own name each number would read as one day's. */
function groupLabel(summary: SummaryDefinition, group: CompiledQuestion['groups'][number]): string {
  const declared = summary.grain[group.name];
  if (group.bucket !== null && declared?.bucket !== group.bucket) return titleOf(group.bucket);
  return declared?.label ?? titleOf(group.name);
}

function shownType(sqlType: string): ResultColumn['type'] {
  if (sqlType === 'date' || sqlType === 'boolean' || sqlType === 'text') return sqlType;
  if (sqlType.startsWith('timestamp')) return 'timestamp';
  return /^(smallint|integer|bigint|real|double precision|numeric)/.test(sqlType) ? 'number' : 'text';
}
