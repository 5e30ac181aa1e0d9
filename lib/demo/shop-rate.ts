import { uniform } from '#lib/demo/uniform.ts';

/** The shop's days begin at midnight in New York, so they have 23 and 25 hours twice a year. */
export const shopZone = 'America/New_York';

const months = [0.86, 0.88, 0.95, 0.97, 1.0, 0.98, 0.94, 0.95, 1.0, 1.06, 1.3, 1.42];
const weekdays = [1.12, 0.98, 0.94, 0.95, 1.0, 1.05, 1.16];
const hours = [
  0.32, 0.2, 0.13, 0.1, 0.11, 0.18, 0.36, 0.62, 0.9, 1.14, 1.3, 1.38, 1.42, 1.36, 1.3, 1.28, 1.3, 1.38, 1.5, 1.66, 1.72,
  1.54, 1.12, 0.66,
];

/**
 * SQL for how busy the shop is at a moment, 1 being usual: growth by 1.9 over the generated period, the season
 * with its Black Friday and quiet end of December, the weekday, the hour, and a day's luck of +-12 %.
 * `at` is a timestamptz expression; `state` the alias of a row of shop.feed_state.
 */
export function rate(at: string, state: string, seed: number): string {
  const local = `(${at} at time zone '${shopZone}')`;
  const part = (name: string) => `date_part('${name}', ${local})::int`;
  return `(power(1.9, ${elapsed(at, state)})
    * (array[${months}]::float8[])[${part('month')}]
    * (array[${weekdays}]::float8[])[${part('dow')} + 1]
    * (array[${hours}]::float8[])[${part('hour')} + 1]
    * case when ${part('month')} = 11 and ${part('dow')} = 5 and ${part('day')} between 23 and 29 then 2.1
           when ${part('month')} = 11 and ${part('dow')} = 1 and ${part('day')} >= 26 then 1.6
           when ${part('month')} = 12 and ${part('day')} >= 23 then 0.62 else 1 end
    * (0.88 + 0.24 * ${uniform(`date_part('epoch', ${local}::date)`, 'luck of the day', seed)}))`;
}

/** SQL for the share of the generated period that has passed at a moment; above 1 once the feed has taken over. */
export function elapsed(at: string, state: string): string {
  return `(date_part('epoch', ${at} - ${state}.started_at) / date_part('epoch', ${state}.generated_to - ${state}.started_at))::float8`;
}

/** SQL for how many customers have signed up by a moment; customer ids count up in order of signing up. */
export function customersBy(at: string, state: string): string {
  return `floor(${state}.customers_at_start + (${state}.customers_at_end - ${state}.customers_at_start)
    * power(greatest(${elapsed(at, state)}, 0), 1.15))::bigint`;
}
