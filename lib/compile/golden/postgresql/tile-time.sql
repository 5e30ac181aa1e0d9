-- by day
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "day" as "day", sum("orders") as "orders"
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
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $5::bigint;

-- by week
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select date_trunc('week', "day"::timestamp)::date as "day", sum("orders") as "orders"
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
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $5::bigint;

-- by quarter, newest three
-- ["412","412","2024-03-04","2024-03-31","3"]
with "grouped" as (
  select date_trunc('quarter', "day"::timestamp)::date as "day", sum("orders") as "orders"
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
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" nulls last
limit $5::bigint;

-- months widened
-- ["412","412","2024-03-01","2024-03-31","5001"]
with "grouped" as (
  select "month" as "month", sum("revenue") as "revenue"
  from (
    select "month", "country", "revenue"
    from (
      select "month", "country", "revenue", "_from", 9223372036854775807 as "_to" from "summa"."_g8_rows"
      union all
      select "month", "country", "revenue", "_from", "_to" from "summa"."_g8_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "month" >= $3::date
    and "month" < $4::date + 1
  group by 1
)
select "grouped"."month", "grouped"."revenue" as "revenue"
from "grouped"
order by "grouped"."month" desc nulls last
limit $5::bigint;

-- without a date range
-- ["412","412","5001"]
with "grouped" as (
  select "day" as "day", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $3::bigint;
