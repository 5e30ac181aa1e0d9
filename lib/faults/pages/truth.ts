import type pg from 'pg';
import { shopNames } from './shops.ts';

/**
 * What plain SQL says of the raw rows after each change, written by the transaction that changes them, so that no crash can
 * part the two; and what the engine says each build saw, taken down by a trigger inside the publish.
 */
const tables = `
  create schema raw;
  create schema truth;
  create table truth.state (
    shop text, state int, xid xid8 not null default pg_current_xact_id(), primary key (shop, state)
  );
  create table truth.day (
    shop text, state int, day date, orders bigint, revenue numeric(38,2), buyers bigint, primary key (shop, state, day)
  );
  create table truth.claim (
    seq bigint generated always as identity, epoch bigint, generation bigint, partition date, snapshot text, gone boolean
  );
  create function truth.note() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      insert into truth.claim (epoch, generation, partition, snapshot, gone)
      select n, old.generation, old.partition, null, true from summa._epoch;
    else
      insert into truth.claim (epoch, generation, partition, snapshot, gone)
      select n, new.generation, new.partition, new.snapshot, false from summa._epoch;
    end if;
    return null;
  end $$;`;

const trigger = `
  create trigger note after insert or update or delete on summa._partition for each row execute function truth.note()`;

/** How many days each shop's orders span: three months with both ends of each. */
const days = 70;

/** Makes the shops with their first orders. Call it between the migration of the warehouse and the first refresh. */
export async function openShops(db: pg.Pool, count: number): Promise<void> {
  await db.query(tables);
  await db.query(trigger);
  for (const shop of shopNames(count)) {
    await db.query(`
      create table raw.${shop} (
        order_id bigint generated always as identity primary key, ordered_at timestamptz, country text,
        amount numeric(38,2), customer_id bigint);
      create index on raw.${shop} (ordered_at)`);
    await changeShop(
      db,
      shop,
      `insert into raw.${shop} (ordered_at, country, amount, customer_id)
       select timestamptz '2024-01-20 15:00Z' + g * interval '${days} days' / 1400,
              case g % 3 when 0 then 'KR' when 1 then 'US' end, g % 1000 + 0.25, g % 40
         from generate_series(0, 1399) g`,
    );
  }
}

/** Changes a shop's rows and writes down what is true afterwards, in one transaction. Answers the number of the new state. */
export async function changeShop(db: pg.Pool, shop: string, ...statements: string[]): Promise<number> {
  const client = await db.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    const { rows } = await client.query<{ state: number }>(
      `insert into truth.state (shop, state)
       select $1, coalesce(max(state), 0) + 1 from truth.state where shop = $1 returning state`,
      [shop],
    );
    const state = rows[0]?.state ?? 0;
    await client.query(
      `insert into truth.day (shop, state, day, orders, revenue, buyers)
       select $1, $2::int, cast(ordered_at at time zone 'Asia/Seoul' as date), count(*), sum(amount),
              count(distinct (country, customer_id)) filter (where customer_id is not null)
         from raw.${shop} group by 3`,
      [shop, state],
    );
    await client.query('commit');
    return state;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
