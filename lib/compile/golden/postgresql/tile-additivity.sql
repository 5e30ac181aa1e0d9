-- sum, count, smallest, largest
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "country" as "country", sum("orders") as "orders", sum("revenue") as "revenue", min("smallest") as "smallest", max("largest") as "largest"
  from (
    select "day", "country", "channel", "size", "orders", "revenue", "smallest", "largest"
    from (
      select "day", "country", "channel", "size", "orders", "revenue", "smallest", "largest", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "revenue", "smallest", "largest", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "day" >= $3::date
    and "day" < $4::date + 1
  group by 1
)
select "grouped"."country", "grouped"."orders" as "orders", "grouped"."revenue" as "revenue", "grouped"."smallest" as "smallest", "grouped"."largest" as "largest"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $5::bigint;

-- ratio of totals
-- ["412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select sum("revenue") as "revenue", sum("orders") as "orders"
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
)
select "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) as "aov"
from "grouped"
limit $5::bigint;

-- distinct by its companion
-- ["412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select count("customer") as "buyers"
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
)
select "grouped"."buyers" as "buyers"
from "grouped"
limit $5::bigint;

-- distinct beside a sum
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "country", max("revenue") as "revenue", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", sum("revenue") as "revenue", null::bigint as "buyers"
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
  group by 1
  union all
  select "country", null::numeric(38,2) as "revenue", count("customer") as "buyers"
  from (select distinct "country" as "country", "customer" from (
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
  group by 1
  ) as "parts"
  group by "country"
)
select "grouped"."country", "grouped"."revenue" as "revenue", "grouped"."buyers" as "buyers"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $9::bigint;

-- ratio with a distinct denominator
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select max("revenue") as "revenue", coalesce(max("buyers"), 0) as "buyers"
  from (
  select sum("revenue") as "revenue", null::bigint as "buyers"
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
  select null::numeric(38,2) as "revenue", count("customer") as "buyers"
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
  ) as "parts"
)
select "grouped"."revenue"::numeric / nullif("grouped"."buyers"::numeric, 0) as "spend"
from "grouped"
limit $9::bigint;

-- distinct without companion at exact grain
-- ["412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "day" as "day", "country" as "country", "channel" as "channel", "size" as "size", max("visitors") as "visitors"
  from (
    select "day", "country", "channel", "size", "visitors"
    from (
      select "day", "country", "channel", "size", "visitors", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "visitors", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "day" >= $3::date
    and "day" < $4::date + 1
  group by 1, 2, 3, 4
)
select "grouped"."day", "grouped"."country", "grouped"."channel", "grouped"."size", "grouped"."visitors" as "visitors"
from "grouped"
order by "grouped"."day" nulls last, "grouped"."country" collate "C" nulls last, "grouped"."channel" collate "C" nulls last, "grouped"."size" nulls last
limit $5::bigint;
