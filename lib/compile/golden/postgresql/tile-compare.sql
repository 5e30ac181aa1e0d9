-- a number with the previous period
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","2"]
with "grouped" as (
  select sum("revenue") as "revenue", 0 as "_period"
  from (
    select "day", "country", "channel", "size", "revenue"
    from (
      select "day", "country", "channel", "size", "revenue", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "revenue", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "day" >= $3::date
    and "day" < $4::date + 1
  union all
  select sum("revenue") as "revenue", 1 as "_period"
  from (
    select "day", "country", "channel", "size", "revenue"
    from (
      select "day", "country", "channel", "size", "revenue", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "revenue", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "rows"
  where "day" >= $7::date
    and "day" < $8::date + 1
)
select "grouped"."revenue" as "revenue", "grouped"."_period"
from "grouped"
limit $9::bigint;

-- a line with the previous year
-- ["412","412","2024-03-04","2024-03-31","412","412","2023-03-04","2023-03-31","10002"]
with "grouped" as (
  select "day" as "day", sum("revenue") as "revenue", sum("orders") as "orders", 0 as "_period"
  from (
    select "day", "country", "channel", "size", "orders", "revenue"
    from (
      select "day", "country", "channel", "size", "orders", "revenue", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "revenue", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "day" >= $3::date
    and "day" < $4::date + 1
  group by 1
  union all
  select "day" as "day", sum("revenue") as "revenue", sum("orders") as "orders", 1 as "_period"
  from (
    select "day", "country", "channel", "size", "orders", "revenue"
    from (
      select "day", "country", "channel", "size", "orders", "revenue", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "revenue", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "rows"
  where "day" >= $7::date
    and "day" < $8::date + 1
  group by 1
)
select "grouped"."day", "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) as "aov", "grouped"."_period"
from "grouped"
order by "grouped"."_period", "grouped"."day" desc nulls last
limit $9::bigint;

-- a distinct count with the previous period
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","2"]
with "grouped" as (
  select count("customer") as "buyers", 0 as "_period"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "buyers"
  where "day" >= $3::date
    and "day" < $4::date + 1) as "entities"
  union all
  select count("customer") as "buyers", 1 as "_period"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "buyers"
  where "day" >= $7::date
    and "day" < $8::date + 1) as "entities"
)
select "grouped"."buyers" as "buyers", "grouped"."_period"
from "grouped"
limit $9::bigint;
