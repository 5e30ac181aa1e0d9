import { settings } from './names.ts';
import type { Rule } from './rule.ts';
import { dotted, isFields, list, word } from './tree.ts';

const kinds = new Set(
  `SelectStmt InsertStmt UpdateStmt DeleteStmt CreateStmt CreateTableAsStmt CreateSchemaStmt DropStmt AlterTableStmt ViewStmt
   TransactionStmt LockStmt VariableSetStmt VariableShowStmt GrantStmt AlterDefaultPrivilegesStmt CommentStmt VacuumStmt
   ExplainStmt DeclareCursorStmt FetchStmt ClosePortalStmt`.split(/\s+/),
);

/** What whole statements may be. */
export const statementRules: readonly Rule[] = [
  {
    name: 'statement',
    why: 'Redshift has no such statement, or it does not do there what a refresh needs: a rename is seen before the commit, TRUNCATE commits, and COPY reads files of S3.',
    bad: [
      'create index on t (a)',
      'create unique index on t (a)',
      'truncate t',
      'alter table t rename to u',
      'copy t to stdout',
      'create function f() returns int language sql as $$ select 1 $$',
      'create trigger x after insert on t execute function f()',
      'create sequence s',
      'listen changes',
      'do $$ begin end $$',
      'merge into t using u on t.a = u.a when matched then delete',
      'refresh materialized view v',
    ],
    good: ['select a from t', 'drop table if exists t', 'lock table t'],
    breaks: ({ kind, parents }) => parents.length === 0 && !kinds.has(kind),
  },
  {
    name: 'savepoint',
    why: 'Redshift cannot roll back to a savepoint.',
    bad: ['savepoint a', 'rollback to savepoint a', 'release savepoint a'],
    good: ['begin', 'begin isolation level read committed', 'commit', 'rollback'],
    breaks: ({ kind, fields }) =>
      kind === 'TransactionStmt' &&
      !['TRANS_STMT_BEGIN', 'TRANS_STMT_START', 'TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK'].includes(
        word(fields, 'kind'),
      ),
  },
  {
    name: 'returning',
    why: 'Redshift has no RETURNING.',
    bad: ['insert into t (a) values (1) returning a', 'update t set a = 1 returning a', 'delete from t returning a'],
    good: ['insert into t (a) values (1)', 'update t set a = 1'],
    breaks: ({ kind, fields }) => isWriting(kind) && ('returningClause' in fields || 'returningList' in fields),
  },
  {
    name: 'on conflict',
    why: 'Redshift has no ON CONFLICT, for it enforces no keys.',
    bad: [
      'insert into t (a) values (1) on conflict do nothing',
      'insert into t (a) values (1) on conflict (a) do update set a = 2',
    ],
    good: ['insert into t (a) select 1 where not exists (select 1 from t)'],
    breaks: ({ kind }) => kind === 'OnConflictClause',
  },
  {
    name: 'row lock',
    why: 'Redshift locks tables, not rows: FOR UPDATE, FOR SHARE and SKIP LOCKED are refused.',
    bad: ['select a from t for update', 'select a from t for share', 'select a from t for update skip locked'],
    good: ['select a from t'],
    breaks: ({ kind }) => kind === 'LockingClause',
  },
  {
    name: 'table lock',
    why: 'LOCK takes an access exclusive lock in Redshift and no mode.',
    bad: ['lock table t in access share mode', 'lock table t in share mode', 'lock table t nowait'],
    good: ['lock table t', 'lock table t, u'],
    breaks: ({ kind, fields }) => kind === 'LockStmt' && (fields.mode !== 8 || 'nowait' in fields),
  },
  {
    name: 'changing query',
    why: 'Redshift takes only SELECT in WITH.',
    bad: ['with gone as (delete from t) select a from u'],
    good: ['with w as (select a from t) select a from w'],
    breaks: ({ kind, fields }) =>
      kind === 'CommonTableExpr' && isFields(fields.ctequery) && !('SelectStmt' in fields.ctequery),
  },
  {
    name: 'materialized',
    why: 'Redshift has no MATERIALIZED in WITH.',
    bad: [
      'with w as materialized (select a from t) select a from w',
      'with w as not materialized (select a from t) select a from w',
    ],
    good: ['with w as (select a from t) select a from w'],
    breaks: ({ kind, fields }) =>
      kind === 'CommonTableExpr' &&
      ['CTEMaterializeAlways', 'CTEMaterializeNever'].includes(word(fields, 'ctematerialized')),
  },
  {
    name: 'setting',
    why: 'Redshift does not know the setting.',
    bad: [
      "set local lock_timeout = '50ms'",
      "set work_mem = '64MB'",
      "set summa.epoch = '1'",
      'set default_transaction_read_only = on',
    ],
    good: ['set statement_timeout to 1000', "set timezone to 'UTC'"],
    breaks: ({ kind, fields }) =>
      (kind === 'VariableSetStmt' || kind === 'VariableShowStmt') && !settings.has(word(fields, 'name').toLowerCase()),
  },
  {
    name: 'time limit',
    why: 'STATEMENT_TIMEOUT is a number of milliseconds.',
    bad: ["set statement_timeout to '20s'", "set local statement_timeout = '1min'"],
    good: ['set statement_timeout to 20000', "set local statement_timeout = '20000'"],
    breaks: ({ kind, fields }) =>
      kind === 'VariableSetStmt' &&
      word(fields, 'name').toLowerCase() === 'statement_timeout' &&
      /[a-z]/i.test(textOf(list(fields, 'args')[0])),
  },
  {
    name: 'vacuum',
    why: 'VACUUM and ANALYZE take no options in parentheses in Redshift.',
    bad: ['vacuum (analyze, truncate false) t', 'vacuum (analyze) t', 'analyze (verbose) t'],
    good: ['vacuum t', 'vacuum full t', 'analyze t'],
    breaks: ({ kind, fields }) =>
      kind === 'VacuumStmt' &&
      list(fields, 'options').some(
        (each) => isFields(each) && isFields(each.DefElem) && word(each.DefElem, 'defname') !== 'full',
      ),
  },
  {
    name: 'explain',
    why: 'EXPLAIN takes VERBOSE and no options in parentheses.',
    bad: ['explain (format json) select a from t', 'explain analyze select a from t'],
    good: ['explain select a from t', 'explain verbose select a from t'],
    breaks: ({ kind, fields }) =>
      kind === 'ExplainStmt' &&
      list(fields, 'options').some(
        (each) => isFields(each) && isFields(each.DefElem) && word(each.DefElem, 'defname') !== 'verbose',
      ),
  },
  {
    name: 'fetch',
    why: 'A cursor must read at least two rows a fetch.',
    bad: ['fetch 1 from c', 'fetch next from c'],
    good: ['fetch 1000 from c', 'fetch all from c'],
    breaks: ({ kind, fields }) => kind === 'FetchStmt' && (fields.howMany === 1 || fields.howMany === undefined),
  },
  {
    name: 'scroll',
    why: 'A cursor of Redshift only goes forward and ends with its transaction.',
    bad: ['declare c scroll cursor for select a from t', 'declare c cursor with hold for select a from t'],
    good: ['declare c cursor for select a from t'],
    breaks: ({ kind, fields }) => kind === 'DeclareCursorStmt' && (Number(fields.options ?? 0) & 0x22) !== 0,
  },
  {
    name: 'leader',
    why: 'The catalog lives on the leader node, tables of users on the compute nodes: one statement cannot read both.',
    bad: [
      'select tablename from pg_tables union all select a from t',
      'select a from t where a in (select relname from pg_class)',
    ],
    good: ['select tablename from pg_tables', 'select a from t'],
    breaks: ({ parents }, around) => parents.length === 0 && around.usersTables && around.catalog,
  },
  {
    name: 'parameter',
    why: 'Only SELECT, INSERT, UPDATE and DELETE take parameters.',
    bad: ['create table t as select a from u where b = $1', 'create view v as select a from u where b = $1'],
    good: ['select a from u where b = $1', "create table t as select a from u where b = 'x'"],
    breaks: ({ kind, parents }) =>
      kind === 'ParamRef' && !['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'].includes(parents[0]?.kind ?? ''),
  },
  {
    name: 'several',
    why: 'A table is altered by one change at a time.',
    bad: ['alter table t add column a int, add column b int'],
    good: ['alter table t add column a int'],
    breaks: ({ kind, fields }) => kind === 'AlterTableStmt' && list(fields, 'cmds').length > 1,
  },
  {
    name: 'schema of a name',
    why: 'A function of PostgreSQL’s own schema may be another one in Redshift.',
    bad: ['select pg_catalog.lower(a) from t'],
    good: ['select lower(a) from t', 'select extract(year from a) from t'],
    breaks: ({ kind, fields }) =>
      kind === 'FuncCall' &&
      dotted(fields, 'funcname').length > 1 &&
      word(fields, 'funcformat') !== 'COERCE_SQL_SYNTAX',
  },
];

function textOf(argument: unknown): string {
  const constant = isFields(argument) && isFields(argument.A_Const) ? argument.A_Const.sval : null;
  return isFields(constant) ? word(constant, 'sval') : '';
}

const isWriting = (kind: string) => ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(kind);
