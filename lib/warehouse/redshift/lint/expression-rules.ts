import { isHardToDecorrelate } from './correlation.ts';
import { everywhere, onLeader } from './names.ts';
import type { Rule } from './rule.ts';
import { dotted, type Fields, isFields, list, word } from './tree.ts';

/** What may stand in a query. */
export const expressionRules: readonly Rule[] = [
  {
    name: 'function',
    why: 'Redshift does not document the function, or only the leader node has it.',
    bad: [
      'select now()',
      'select a from t where b < clock_timestamp()',
      'select pg_try_advisory_lock(1)',
      'select to_regclass($1)',
      'select json_agg(a) from t',
      "select string_agg(a, ',') from t",
      'select corr(a, b) from t',
      'select isfinite(a) from t',
      'select gen_random_uuid()',
      'select pg_backend_pid() from t',
    ],
    good: [
      'select getdate(), a from t',
      'select pg_backend_pid()',
      "select has_table_privilege('t', 'select')",
      'select extract(year from a) from t',
    ],
    breaks: ({ kind, fields }, around) => kind === 'FuncCall' && !isKnown(fields, around.usersTables),
  },
  {
    name: 'value function',
    why: 'CURRENT_TIMESTAMP and its like are no longer supported; GETDATE() is.',
    bad: [
      'select current_timestamp',
      'select localtime from t',
      'select localtimestamp',
      'select current_schema from t',
    ],
    good: ['select current_date', 'select current_user', 'select current_schema'],
    breaks: ({ kind, fields }, around) =>
      kind === 'SQLValueFunction' &&
      !(
        ['SVFOP_CURRENT_DATE', 'SVFOP_CURRENT_USER', 'SVFOP_SESSION_USER', 'SVFOP_USER'].includes(word(fields, 'op')) ||
        (word(fields, 'op') === 'SVFOP_CURRENT_SCHEMA' && !around.usersTables)
      ),
  },
  {
    name: 'filter',
    why: 'Aggregates take no FILTER in Redshift; write sum(case when … end).',
    bad: ['select count(*) filter (where a > 0) from t'],
    good: ['select count(case when a > 0 then 1 end) from t'],
    breaks: ({ kind, fields }) => kind === 'FuncCall' && 'agg_filter' in fields,
  },
  {
    name: 'order in aggregate',
    why: 'Only LISTAGG … WITHIN GROUP orders what it takes.',
    bad: ['select count(a order by b) from t'],
    good: ["select listagg(a, ',') within group (order by b) from t", 'select row_number() over (order by a) from t'],
    breaks: ({ kind, fields }) => kind === 'FuncCall' && 'agg_order' in fields && fields.agg_within_group !== true,
  },
  {
    name: 'distinct on',
    why: 'Redshift has no DISTINCT ON.',
    bad: ['select distinct on (a) a, b from t'],
    good: ['select distinct a, b from t'],
    breaks: ({ kind, fields }) =>
      kind === 'SelectStmt' &&
      list(fields, 'distinctClause').some((each) => isFields(each) && Object.keys(each).length > 0),
  },
  {
    name: 'lateral',
    why: 'Redshift has no LATERAL.',
    bad: ['select t.a from t cross join lateral (select b from u limit 1) as l'],
    good: ['select t.a from t cross join (select b from u) as l'],
    breaks: ({ kind, fields }) => (kind === 'RangeSubselect' || kind === 'RangeFunction') && fields.lateral === true,
  },
  {
    name: 'function as table',
    why: 'No function returns rows to select from: neither generate_series nor unnest.',
    bad: ['select g from coalesce(1, 2) as g', 'select a from t, lower(t.b) as x'],
    good: ['select g from (select 1 as g union all select 2) as s'],
    breaks: ({ kind }) => kind === 'RangeFunction',
  },
  {
    name: 'values as table',
    why: 'VALUES stands in INSERT only.',
    bad: ['select a from (values (1), (2)) as v (a)', 'values (1)'],
    good: ['insert into t (a) values (1), (2)'],
    breaks: ({ kind, fields, parents }) =>
      kind === 'SelectStmt' && 'valuesLists' in fields && parents.at(-1)?.kind !== 'InsertStmt',
  },
  {
    name: 'no columns',
    why: 'A query selects at least one column.',
    bad: ['select from t', 'select a from t where exists (select from u)'],
    good: ['select 1 from t', 'select a from t where exists (select 1 from u)'],
    breaks: ({ kind, fields }) =>
      kind === 'SelectStmt' &&
      !('targetList' in fields) &&
      !('valuesLists' in fields) &&
      word(fields, 'op') === 'SETOP_NONE',
  },
  {
    name: 'distinct from',
    why: 'Redshift has no IS DISTINCT FROM.',
    bad: ['select a from t where a is distinct from b', 'select a from t where a is not distinct from b'],
    good: ['select a from t where a = b or (a is null and b is null)'],
    breaks: ({ kind, fields }) =>
      kind === 'A_Expr' && ['AEXPR_DISTINCT', 'AEXPR_NOT_DISTINCT'].includes(word(fields, 'kind')),
  },
  {
    name: 'collate',
    why: 'Redshift compares texts byte by byte and has no collations of PostgreSQL.',
    bad: ['select a collate "C" from t', 'create table t (a varchar(20) collate "C")'],
    good: ['select a from t order by a'],
    breaks: ({ kind, fields }) => kind === 'CollateClause' || 'collClause' in fields,
  },
  {
    name: 'operator',
    why: 'Operators of arrays, ranges and JSON are PostgreSQL’s.',
    bad: [
      'select a @> b from t',
      "select a ->> 'b' from t",
      'select a && b from t',
      'select a ? b from t',
      'select a ~* b from t',
    ],
    good: ['select a || b from t', "select a ~ '^b' from t", "select a like 'b%' from t"],
    breaks: ({ kind, fields }) => kind === 'A_Expr' && !operators.has(dotted(fields, 'name').at(-1) ?? ''),
  },
  {
    name: 'pattern in substring',
    why: 'SUBSTRING takes a place and a length; a pattern is REGEXP_SUBSTR.',
    bad: ["select substring(a from '^x([0-9]+)') from t", "select substring(a, 'x') from t"],
    good: ['select substring(a from 2 for 3) from t', "select regexp_substr(a, '[0-9]+') from t"],
    breaks: ({ kind, fields }) =>
      kind === 'FuncCall' &&
      dotted(fields, 'funcname').at(-1) === 'substring' &&
      list(fields, 'args').length === 2 &&
      !isNumber(list(fields, 'args')[1]),
  },
  {
    name: 'full join',
    why: 'A FULL JOIN needs plain equalities.',
    bad: [
      'select 1 as a from t full join u on t.a = u.a or t.b = u.b',
      'select 1 as a from t full join u on t.a < u.a',
    ],
    good: ['select 1 as a from t full join u on t.a = u.a and t.b = u.b', 'select 1 as a from t full join u using (a)'],
    breaks: ({ kind, fields }) =>
      kind === 'JoinExpr' &&
      word(fields, 'jointype') === 'JOIN_FULL' &&
      'quals' in fields &&
      !isEqualities(fields.quals),
  },
  {
    name: 'correlated subquery',
    why: 'A subquery that names a table outside of it may have no LIMIT, no GROUP BY, no UNION and no ORDER BY, nor stand in the ON of a join: Redshift cannot turn it into a join.',
    bad: [
      'select (select u.b from u where u.a = t.a order by u.b limit 1) as b from t',
      'select t.a from t join u on u.b = (select max(v.b) from v where v.a = u.a)',
      'select t.a from t where exists (select 1 from u where not exists (select 1 from v where v.a = t.a))',
    ],
    good: [
      'select (select max(u.b) from u where u.a = t.a) as b from t',
      'select t.a from t where exists (select 1 from u where u.a = t.a)',
      'select (select max(b) from u) as b from t',
    ],
    breaks: (node) =>
      node.kind === 'SubLink' &&
      isHardToDecorrelate(
        node.fields,
        node.parents.some(
          (each) => each.kind === 'JoinExpr' && 'quals' in each.fields && insideQuals(each.fields, node.fields),
        ),
      ),
  },
  {
    name: 'window frame',
    why: 'A window frame counts rows; GROUPS and EXCLUDE are not there.',
    bad: [
      'select sum(a) over (order by b groups between 1 preceding and current row) from t',
      'select sum(a) over (order by b range between 1 preceding and current row) from t',
    ],
    good: [
      'select sum(a) over (order by b rows between 1 preceding and current row) from t',
      'select sum(a) over (order by b rows unbounded preceding) from t',
    ],
    breaks: ({ kind, fields }) => {
      const options = Number(kind === 'FuncCall' && isFields(fields.over) ? (fields.over.frameOptions ?? 0) : 0);
      // NONDEFAULT with RANGE or GROUPS, or any EXCLUDE: bits of PostgreSQL's parsenodes.h.
      return (options & 1) !== 0 && ((options & 2) !== 0 || (options & 8) !== 0 || (options & 0x38000) !== 0);
    },
  },
  {
    name: 'with ties',
    why: 'Redshift has no WITH TIES.',
    bad: ['select a from t order by a fetch first 2 rows with ties'],
    good: ['select a from t order by a limit 2'],
    breaks: ({ kind, fields }) => kind === 'SelectStmt' && word(fields, 'limitOption') === 'LIMIT_OPTION_WITH_TIES',
  },
  {
    name: 'interval of a value',
    why: 'An interval is a constant.',
    bad: ['select a + cast($1 as interval) from t', 'select a + b::interval from t'],
    good: ["select a + interval '1 day' from t", "select a + cast('1 day' as interval) from t"],
    breaks: ({ kind, fields }) =>
      kind === 'TypeCast' &&
      isFields(fields.typeName) &&
      dotted(fields.typeName, 'names').at(-1) === 'interval' &&
      !(isFields(fields.arg) && 'A_Const' in fields.arg),
  },
  {
    name: 'zone of a column',
    why: 'AT TIME ZONE names a zone; that of a column it does not take.',
    bad: ['select a at time zone b from t', 'select timezone(b, a) from t'],
    good: ["select a at time zone 'Asia/Seoul' from t", 'select a at time zone $1 from t'],
    breaks: ({ kind, fields }) => {
      const [zone] = list(fields, 'args');
      return (
        kind === 'FuncCall' && dotted(fields, 'funcname').at(-1) === 'timezone' && isFields(zone) && 'ColumnRef' in zone
      );
    },
  },
  {
    name: 'infinity',
    why: 'Redshift keeps no infinite times.',
    bad: ["select a from t where b = 'infinity'", "insert into t (a) values ('-infinity')"],
    good: ["select a from t where b = '9999-12-31'"],
    breaks: ({ kind, fields }) =>
      kind === 'A_Const' && isFields(fields.sval) && /^-?infinity$/i.test(word(fields.sval, 'sval')),
  },
];

const operators = new Set([
  '=',
  '<>',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  '~',
  '!~',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  'BETWEEN',
  'NOT BETWEEN',
]);

function isKnown(fields: Fields, usersTables: boolean): boolean {
  const name = dotted(fields, 'funcname').at(-1) ?? '';
  return everywhere.has(name) || (onLeader.has(name) && !usersTables);
}

const isNumber = (node: unknown) =>
  isFields(node) && (('A_Const' in node && isFields(node.A_Const) && 'ival' in node.A_Const) || 'ParamRef' in node);

function isEqualities(condition: unknown): boolean {
  if (!isFields(condition)) return false;
  const { BoolExpr: all, A_Expr: one } = condition;
  if (isFields(all)) return word(all, 'boolop') === 'AND_EXPR' && list(all, 'args').every(isEqualities);
  return isFields(one) && word(one, 'kind') === 'AEXPR_OP' && dotted(one, 'name').join('') === '=';
}

function insideQuals(join: Fields, link: Fields): boolean {
  return JSON.stringify(join.quals).includes(JSON.stringify(link));
}
