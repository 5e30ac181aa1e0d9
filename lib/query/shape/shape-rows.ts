import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import type { Query } from '../query.ts';
import type { Cell, TileData } from '../result.ts';
import { withChanges } from './change.ts';
import { besideRows, shortfall } from './compared.ts';
import { inOrder } from './in-order.ts';
import { clockNotes, completenessNotes, limitNote, seriesNotes } from './notes.ts';
import { firstPartial } from './partial.ts';
import { columnar, type FoundRow, foundRow, type ShapedRow } from './shaped-row.ts';
import { type ShapeContext, type Shaping, shapingOf } from './shaping.ts';

/** The part of an answer that follows from its rows. */
export type ShapedRows = Pick<
  TileData,
  'values' | 'rows' | 'truncated' | 'comparison' | 'notes' | 'partialFrom' | 'totals' | 'rest'
>;

/**
 * What the rows of a statement mean: which of them belong to which period and which are totals, what stands where nothing
 * happened, the period compared with beside the one asked for, and what a reader must be told. Values stay as the database
 * wrote them.
 */
export function shapeRows(
  query: Query,
  compiled: CompiledQuestion,
  rows: readonly (readonly Cell[])[],
  context: ShapeContext,
): ShapedRows {
  const found = rows.map((cells) => foundRow(compiled, cells));
  const shaping = shapingOf(compiled, found, context);
  const asked = found.filter((row) => row.level === 0 && !row.earlier);
  const limit = cutBy(compiled, asked);
  const levels = compiled.levels.map((level, at) => {
    const own = at === 0 ? limit.kept : found.filter((row) => row.level === at && !row.earlier);
    const [over, cutThrough] = at === 0 ? [limit.over, limit.cutThrough] : [false, false];
    return inOrder(query, { rows: own, level, known: shaping.now, over, cutThrough }, shaping);
  });
  const shown = levels[0] ?? { rows: [], cut: false };
  const truncated = limit.over || shown.cut;
  const short = shortfall(shaping);
  // One number beside an incomplete one cannot say so; a line begins late and shows it.
  const hidesComparison = short !== null && compiled.groups.length === 0;
  const beside = hidesComparison ? null : besideLevels(query, levels, found, shaping);
  const forms = compiled.measures.map(({ as }) => as);
  const written = levels.map(({ rows: each }, at) => withChanges(each, beside?.[at] ?? [], forms));
  const partialFrom = firstPartial(shown.rows, shaping);
  return {
    ...resultOf(written, compiled),
    rows: shown.rows.length,
    truncated,
    ...(beside && shaping.period.asked && shaping.period.compared
      ? {
          comparison: {
            label: shaping.period.asked.compare,
            ...shaping.period.compared,
            ...withoutRest(resultOf(beside, compiled)),
          },
        }
      : {}),
    notes: [
      ...context.period.notes,
      ...compiled.notes,
      ...completenessNotes(shaping),
      ...clockNotes(shaping),
      ...seriesNotes(query, shaping, asked),
      ...(truncated ? [limitNote(shaping, shown.rows)] : []),
      ...(short ? [short] : []),
    ],
    ...(partialFrom === null ? {} : { partialFrom }),
  };
}

/** What a limit that is Summa's own leaves of the rows. A statement of several levels has cut them already. */
function cutBy({ hidden, limit }: CompiledQuestion, rows: readonly FoundRow[]) {
  if (limit.defined) return { kept: rows, over: false, cutThrough: false };
  if (hidden.includes('_rows')) return { kept: rows, over: (rows[0]?.rows ?? 0) > limit.rows, cutThrough: false };
  const over = rows.length > limit.rows;
  return { kept: over ? rows.slice(0, limit.rows) : rows, over, cutThrough: over };
}

/** The period compared with, row beside row, of every level; null where nothing is compared. */
function besideLevels(
  query: Query,
  levels: readonly { rows: readonly ShapedRow[] }[],
  found: readonly FoundRow[],
  shaping: Shaping,
): ShapedRow[][] | null {
  const { compiled, period, before } = shaping;
  const { asked, compared } = period;
  if (!asked || !compared) return null;
  // Rows by time are other rows in the other period, so each is cut by its own order.
  const isCut = shaping.time !== -1 && !query.pivot.includes('@') && (found[0]?.rows ?? 0) > compiled.limit.rows;
  return levels.map(({ rows }, at) => {
    const own = found.filter((row) => row.level === at && row.earlier);
    const level = compiled.levels[at] ?? [];
    const given = { rows: own, level, known: before, over: at === 0 && isCut, cutThrough: false };
    return besideRows(rows, inOrder(query, given, shaping).rows, shaping, { asked, compared, isCut });
  });
}

/** Rows of every level as columns: the single rows, and the others as totals. */
function resultOf(
  [rows = [], ...totals]: readonly (readonly ShapedRow[])[],
  compiled: CompiledQuestion,
): Pick<TileData, 'values' | 'rest' | 'totals'> {
  return {
    ...columns(rows, compiled),
    ...(totals.length === 0
      ? {}
      : {
          totals: totals.map((each, at) => ({
            level: [...(compiled.levels[at + 1] ?? [])],
            ...columns(each, compiled),
          })),
        }),
  };
}

function columns(rows: readonly ShapedRow[], compiled: CompiledQuestion): Pick<TileData, 'values' | 'rest'> {
  const values = columnar(rows, compiled);
  return rows.some(({ rest }) => rest !== 0) ? { values, rest: rows.map(({ rest }) => rest) } : { values };
}

/** The rows beside others are of the same groups, so what is put together is said once. */
function withoutRest({ rest: _, ...result }: Pick<TileData, 'values' | 'rest' | 'totals'>) {
  return result;
}
