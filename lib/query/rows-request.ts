import type { CompiledQuestion, QueryContext } from '#lib/compile/query-context.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { RowsRequest } from './execution/load.ts';
import type { Statements } from './execution/merge.ts';
import { mergeKey } from './merge-key.ts';
import type { Pinned } from './pinned.ts';
import type { Query } from './query.ts';

/** A compiled question as a load reads it: what its rows depend on, and the statements that find them. */
export function rowsRequest(
  query: Query,
  compiled: CompiledQuestion,
  context: QueryContext & { generation: ServedGeneration },
  pinned: Pinned,
): RowsRequest {
  const { generation, scope, days, compared } = context;
  const { id, changedAt, summary } = generation;
  const group = mergeKey(query, compiled);
  return {
    key: {
      incarnation: pinned.incarnation,
      generation: id,
      changedAt,
      scope,
      question: JSON.stringify([query, days, compared]),
    },
    ...statements(query, compiled, context, pinned),
    ...(group === null
      ? {}
      : {
          merge: {
            group: JSON.stringify([group, days, compared]),
            before: compiled.groups.length,
            measures: query.measures,
            of: (measures) => {
              const together = { ...query, measures };
              return statements(together, compiledLike(together, context), context, pinned);
            },
          },
        }),
    at: { summary, epoch: pinned.epoch },
  };
}

function statements(query: Query, compiled: CompiledQuestion, context: QueryContext, pinned: Pinned): Statements {
  const { dialect } = context;
  const exact = { compiled: dialect.compile(compiled.query) };
  if (pinned.epoch !== pinned.latest) return exact;
  const current: QueryContext = { ...context, epoch: 'current' };
  return { ...exact, current: () => dialect.compile(compiledLike(query, current).query) };
}

/** Compiles a question that differs from one that was compiled in its rows or its measures only. */
function compiledLike(query: Query, context: QueryContext): CompiledQuestion {
  const compiled = compileQuery(query, context);
  if (!compiled.ok) throw new Error(`A question like one that was compiled is refused: ${compiled.message.key}`);
  return compiled;
}
