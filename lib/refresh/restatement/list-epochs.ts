import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { EpochSummary, EpochView } from './restatement-types.ts';

type Which = {
  /** Only publishes of this summary. */
  summary?: string;
  /** Only epochs below this one. */
  before?: number;
  limit?: number;
};

const mostListed = 200;

/** Publishes, the newest first. */
export async function listEpochs(db: Queryable, schema: string, which: Which = {}): Promise<EpochView[]> {
  const { summary = null, before = null, limit = 50 } = which;
  return readEpochs(db, schema, [summary, before, Math.min(limit, mostListed), null]);
}

/** One publish; null where there is none of that number. */
export async function readEpoch(db: Queryable, schema: string, epoch: number): Promise<EpochView | null> {
  const [found] = await readEpochs(db, schema, [null, null, 1, epoch]);
  return found ?? null;
}

type Row = Omit<EpochSummary, 'range'> &
  Pick<EpochView, 'at' | 'kind' | 'run' | 'unit' | 'who' | 'reason' | 'readable'> & {
    epoch: string;
    from: string | null;
    to: string | null;
  };

const isoText = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function readEpochs(db: Queryable, schema: string, values: unknown[]): Promise<EpochView[]> {
  const published = inSchema(schema, '_publish_summary');
  const text = engineDialect(db).columnType('text');
  const { rows } = await db.query<Row>(
    `select p.epoch::text as epoch, ${isoText('p.at')} as at, p.kind, p.run::text as run, p.unit, p.who, p.reason,
            s.summary, s.range_from::text as from, s.range_to::text as to, s.rows_opened::text as opened,
            s.rows_closed::text as closed, s.rows::text as rows, ${isoText('s.complete_through')} as "completeThrough",
            h.epoch is null or h.epoch < s.epoch or (h.epoch = s.epoch and s.epoch = f.epoch) as readable
       from (
         select * from ${inSchema(schema, '_publish')} p
          where (cast($1 as ${text}) is null or p.epoch in (select s.epoch from ${published} s where s.summary = $1))
            and (cast($2 as bigint) is null or p.epoch < $2) and (cast($4 as bigint) is null or p.epoch = $4)
          order by p.epoch desc limit $3
       ) p
       join ${published} s on s.epoch = p.epoch
       join (select summary, min(epoch) as epoch from ${published} group by summary) f on f.summary = s.summary
       left join ${inSchema(schema, '_horizon')} h on h.summary = s.summary
      order by p.epoch desc, s.summary`,
    values,
  );
  const epochs = new Map<string, EpochView>();
  for (const row of rows) {
    const { at, kind, run, unit, who, reason } = row;
    const view = epochs.get(row.epoch) ?? {
      ...{ epoch: Number(row.epoch), at, kind, run, unit, who, reason },
      summaries: [],
      readable: true,
    };
    const { summary, opened, closed, completeThrough } = row;
    const range = row.from && row.to ? { from: row.from, to: row.to } : null;
    view.summaries.push({ summary, range, opened, closed, rows: row.rows, completeThrough });
    view.readable &&= row.readable;
    epochs.set(row.epoch, view);
  }
  return [...epochs.values()];
}
