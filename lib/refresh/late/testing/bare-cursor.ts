import type pg from 'pg';

const day = `cast(ordered_at at time zone 'Asia/Seoul' as date)`;
const totals = `select ${day} as day, count(*) as orders, sum(cast(amount as numeric(38,2))) as revenue from raw.orders`;

/** What many pipelines do: build again the days of rows whose `updated_at` is newer than the newest seen. For contrast. */
export class BareCursor {
  readonly #pool: pg.Pool;
  #newest = '-infinity';

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async begin(): Promise<void> {
    await this.#pool.query(`create table raw.bare as ${totals} group by 1`);
    await this.#advance();
  }

  async follow(): Promise<void> {
    const since = [this.#newest];
    const client = await this.#pool.connect();
    try {
      await client.query('begin isolation level repeatable read');
      const { rows } = await client.query<{ days: string[] }>(
        `select coalesce(array_agg(distinct ${day}::text), '{}') as days from raw.orders where updated_at > $1`,
        since,
      );
      await this.#advance(client);
      const days = [rows[0]?.days ?? []];
      await client.query('delete from raw.bare where day = any($1::date[])', days);
      await client.query(`insert into raw.bare ${totals} where ${day} = any($1::date[]) group by 1`, days);
      await client.query('commit');
    } finally {
      client.release();
    }
  }

  /** How many days differ from the raw rows. */
  async wrong(): Promise<number> {
    const { rows } = await this.#pool.query<{ wrong: number }>(
      `select count(*)::int as wrong from raw.bare b full join (${totals} group by 1) t on t.day = b.day
        where (t.orders, t.revenue) is distinct from (b.orders, b.revenue)`,
    );
    return rows[0]?.wrong ?? 0;
  }

  async #advance(db: pg.Pool | pg.PoolClient = this.#pool): Promise<void> {
    const { rows } = await db.query<{ newest: string }>('select max(updated_at)::text as newest from raw.orders');
    this.#newest = rows[0]?.newest ?? this.#newest;
  }
}
