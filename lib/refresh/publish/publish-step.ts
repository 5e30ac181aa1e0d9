import type pg from 'pg';
import { faultPoint } from '../run/fault-point.ts';

/** Every statement of a publish, in the order in which it may come. Before and after each is a fault point. */
export const publishSteps = [
  'begin',
  'take epoch',
  'check fence',
  'check holds',
  'check base',
  'record publish',
  'end generation',
  'begin generation',
  'close rows',
  'remove closed rows',
  'open rows',
  'record summary',
  'carry partitions over',
  'touch partitions',
  'forget partitions',
  'record partitions',
  'end undone hold',
  'hold days',
  'commit',
] as const;

export type PublishStep = (typeof publishSteps)[number];

/** Sends one statement of a publish. */
export async function publishStep<Row extends pg.QueryResultRow>(
  client: pg.Client,
  step: PublishStep,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  await faultPoint(`before ${step}`);
  const result = await client.query<Row>(text, values);
  await faultPoint(`after ${step}`);
  return result;
}
