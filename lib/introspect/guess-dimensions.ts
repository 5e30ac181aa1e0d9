import { isId, isWhole, type KnownColumn } from './kinds.ts';

export type Dimension = { column: KnownColumn; kind: 'text' | 'integer' | 'boolean' };

/** Dimensions multiply the rows of a summary. */
const most = 4;
const mostRowsADay = 20_000;
const mostValues = 100;
const longestValue = 40;

/** Columns to group by, and those that would do but make the summary large. */
export function guessDimensions(
  columns: readonly KnownColumn[],
  rows: number | null,
): { chosen: Dimension[]; left: Dimension[] } {
  const all = columns.flatMap((column): Dimension[] => {
    const kind = kindOf(column, rows);
    return kind ? [{ column, kind }] : [];
  });
  const chosen: Dimension[] = [];
  const left: Dimension[] = [];
  let combinations = 1;
  for (const dimension of all) {
    const values = Math.max(2, dimension.column.distinct ?? 10);
    if (chosen.length < most && combinations * values <= mostRowsADay) {
      chosen.push(dimension);
      combinations *= values;
    } else left.push(dimension);
  }
  return { chosen, left };
}

/** What people write, what tells them apart, and what is nobody's business on a dashboard. */
const never =
  /(^|_)(name|names|firstname|lastname|username|title|subject|description|desc|comment|comments|note|notes|message|text|body|content|url|uri|link|path|email|mail|address|street|phone|mobile|fax|password|secret|ip|ssn|json|xml|html|signature|user_agent)$/;
const usual =
  /(^|_)(country|region|state|city|channel|source|medium|status|type|kind|category|segment|plan|tier|currency|language|locale|platform|device|browser|os|brand|gender|method|provider|store|reason|priority|stage|variant)$/;
const coded = /(^|_)(status|state|type|kind|category|level|tier|grade|priority|stage|code|class|group|rating|stars)$/;

function kindOf(column: KnownColumn, rows: number | null): Dimension['kind'] | null {
  if (isId(column) || never.test(column.plain)) return null;
  if (column.sqlType === 'boolean') return 'boolean';
  const values = column.distinct;
  if (column.sqlType === 'text') {
    // Of an empty table only the names are known.
    if (values === null || values === 0)
      return rows !== null && rows > 0 ? null : usual.test(column.plain) ? 'text' : null;
    if (values > mostValues || (column.length ?? 0) > longestValue) return null;
    return values <= 12 || rows === null || values <= rows / 5 ? 'text' : null;
  }
  if (isWhole(column.sqlType) && coded.test(column.plain) && values !== null && values > 0 && values <= 30)
    return 'integer';
  return null;
}
