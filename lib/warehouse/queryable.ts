import type pg from 'pg';

/** A pool or one of its clients: what a function needs that runs one statement. */
export type Queryable = {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
};
