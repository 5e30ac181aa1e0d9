-- twice, by quarters of years
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select date_trunc('quarter', "day"::timestamp)::date as "day", date_trunc('year', "day"::timestamp)::date as "day@year", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "day" >= $3::date
    and "day" < $4::date + 1
  group by 1, 2
)
select "grouped"."day", "grouped"."day@year", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last, "grouped"."day@year" nulls last
limit $5::bigint;

-- by hour
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "at" as "at", sum("counts") as "counts"
  from (
    select "at", "store", "open", "counts"
    from (
      select "at", "store", "open", "counts", "_from", 9223372036854775807 as "_to" from "summa"."_g9_rows"
      union all
      select "at", "store", "open", "counts", "_from", "_to" from "summa"."_g9_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "at" >= $3::date
    and "at" < $4::date + 1
  group by 1
)
select "grouped"."at", "grouped"."counts" as "counts"
from "grouped"
order by "grouped"."at" desc nulls last
limit $5::bigint;

-- by weeks from Sunday
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select (date_trunc('week', "at"::timestamp + interval '1 day') - interval '1 day')::date as "at", sum("counts") as "counts"
  from (
    select "at", "store", "open", "counts"
    from (
      select "at", "store", "open", "counts", "_from", 9223372036854775807 as "_to" from "summa"."_g9_rows"
      union all
      select "at", "store", "open", "counts", "_from", "_to" from "summa"."_g9_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "at" >= $3::date
    and "at" < $4::date + 1
  group by 1
)
select "grouped"."at", "grouped"."counts" as "counts"
from "grouped"
order by "grouped"."at" desc nulls last
limit $5::bigint;
