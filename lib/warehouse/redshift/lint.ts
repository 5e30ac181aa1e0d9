import { parseSync, scanSync } from 'libpg-query';
import { expressionRules } from './lint/expression-rules.ts';
import { reserved } from './lint/names.ts';
import type { Rule, Surroundings } from './lint/rule.ts';
import { statementRules } from './lint/statement-rules.ts';
import { tableRules } from './lint/table-rules.ts';
import { type Found, nodesOf, word } from './lint/tree.ts';

/** Something in a statement that Redshift would refuse, or read otherwise. */
export type Finding = { rule: string; why: string };

export const rules: readonly Rule[] = [...statementRules, ...tableRules, ...expressionRules];

/** What statements may not do that their words show, not their tree. */
export const wordRule = {
  name: 'reserved word',
  why: 'Redshift reserves the word: as a name it must be quoted.',
  bad: ['select partition from t', 'select a as snapshot from t', 'select a from raw.t', 'select tag from t'],
  good: [
    'select "partition" from t',
    'select t.partition from t',
    'select row_number() over (partition by a) from t',
    'select a from "raw".t',
  ],
} as const;

/**
 * Finds what Redshift would refuse in a statement, by PostgreSQL's own parser: what Summa sends to a Redshift is a subset of
 * PostgreSQL's language that both understand. `loadModule()` of `libpg-query` comes first. Only tests lint.
 *
 *     lint('select now()')   // [{ rule: 'function', why: … }]
 */
export function lint(statement: string): Finding[] {
  return (
    parseSync(statement)
      .stmts?.flatMap(({ stmt }) => lintTree(stmt))
      .concat(reservedWords(statement)) ?? []
  );
}

function lintTree(tree: unknown): Finding[] {
  const nodes = nodesOf(tree);
  const around = surroundings(nodes);
  return rules.flatMap(({ name, why, breaks }) =>
    nodes.some((node) => breaks(node, around)) ? [{ rule: name, why }] : [],
  );
}

function surroundings(nodes: readonly Found[]): Surroundings {
  const named = new Set(
    nodes.filter(({ kind }) => kind === 'CommonTableExpr').map(({ fields }) => word(fields, 'ctename')),
  );
  const tables = nodes.filter(({ kind, fields }) => kind === 'RangeVar' && !named.has(word(fields, 'relname')));
  const inCatalog = ({ fields }: Found) => {
    const schema = word(fields, 'schemaname');
    return (
      ['pg_catalog', 'information_schema'].includes(schema) ||
      (schema === '' && word(fields, 'relname').startsWith('pg_'))
    );
  };
  return { usersTables: tables.some((table) => !inCatalog(table)), catalog: tables.some(inCatalog) };
}

function reservedWords(statement: string): Finding[] {
  const { tokens } = scanSync(statement);
  const found = tokens.some(({ text }, index) => {
    // Behind a point any word is a name.
    if (!reserved.has(text.toLowerCase()) || tokens[index - 1]?.text === '.') return false;
    return !(text.toLowerCase() === 'partition' && tokens[index + 1]?.text.toLowerCase() === 'by');
  });
  return found ? [{ rule: wordRule.name, why: wordRule.why }] : [];
}
