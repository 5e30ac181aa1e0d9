-- by day
-- ["412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "day" as "day", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $6::bigint;

-- by week
-- ["412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select date_trunc('week', "day"::timestamp)::date as "day", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $6::bigint;

-- by quarter, newest three
-- ["412","412","412","2024-03-04","2024-03-31","3"]
with "grouped" as (
  select date_trunc('quarter', "day"::timestamp)::date as "day", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" nulls last
limit $6::bigint;

-- months widened
-- ["412","412","412","2024-03-01","2024-03-31","5001"]
with "grouped" as (
  select "month" as "month", sum("revenue") as "revenue"
  from (
    select "month", "country", "revenue" from "summa"."_g8_rows" where "_from" <= $1::bigint
    union all
    select "month", "country", "revenue" from "summa"."_g8_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "month" >= $4::date
    and "month" < $5::date + 1
  group by 1
)
select "grouped"."month", "grouped"."revenue" as "revenue"
from "grouped"
order by "grouped"."month" desc nulls last
limit $6::bigint;

-- without a date range
-- ["412","412","412","5001"]
with "grouped" as (
  select "day" as "day", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  group by 1
)
select "grouped"."day", "grouped"."orders" as "orders"
from "grouped"
order by "grouped"."day" desc nulls last
limit $4::bigint;
