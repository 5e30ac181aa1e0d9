-- a number with the previous period
-- ["412","412","412","2024-03-04","2024-03-31","412","412","412","2024-02-05","2024-03-03","2"]
with "grouped" as (
  select sum("revenue") as "revenue", 0 as "_period"
  from (
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  union all
  select sum("revenue") as "revenue", 1 as "_period"
  from (
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows" where "_from" <= $6::bigint
    union all
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $7::bigint and "_to" > $8::bigint
  ) as "rows"
  where "day" >= $9::date
    and "day" < $10::date + 1
)
select "grouped"."revenue" as "revenue", "grouped"."_period"
from "grouped"
limit $11::bigint;

-- a line with the previous year
-- ["412","412","412","2024-03-04","2024-03-31","412","412","412","2023-03-04","2023-03-31","10002"]
with "grouped" as (
  select "day" as "day", sum("revenue") as "revenue", sum("orders") as "orders", 0 as "_period"
  from (
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
  union all
  select "day" as "day", sum("revenue") as "revenue", sum("orders") as "orders", 1 as "_period"
  from (
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows" where "_from" <= $6::bigint
    union all
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $7::bigint and "_to" > $8::bigint
  ) as "rows"
  where "day" >= $9::date
    and "day" < $10::date + 1
  group by 1
)
select "grouped"."day", "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) as "aov", "grouped"."_period"
from "grouped"
order by "grouped"."_period", "grouped"."day" desc nulls last
limit $11::bigint;

-- a distinct count with the previous period
-- ["412","412","412","2024-03-04","2024-03-31","412","412","412","2024-02-05","2024-03-03","2"]
with "grouped" as (
  select count("customer") as "buyers", 0 as "_period"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "buyers"
  where "day" >= $4::date
    and "day" < $5::date + 1) as "entities"
  union all
  select count("customer") as "buyers", 1 as "_period"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $6::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $7::bigint and "_to" > $8::bigint
  ) as "buyers"
  where "day" >= $9::date
    and "day" < $10::date + 1) as "entities"
)
select "grouped"."buyers" as "buyers", "grouped"."_period"
from "grouped"
limit $11::bigint;
