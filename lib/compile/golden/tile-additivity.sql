-- sum, count, smallest, largest
-- ["412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "country" as "country", sum("orders") as "orders", sum("revenue") as "revenue", min("smallest") as "smallest", max("largest") as "largest"
  from (
    select "day", "country", "channel", "size", "orders", "revenue", "smallest", "largest" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders", "revenue", "smallest", "largest" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
)
select "grouped"."country", "grouped"."orders" as "orders", "grouped"."revenue" as "revenue", "grouped"."smallest" as "smallest", "grouped"."largest" as "largest"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $6::bigint;

-- ratio of totals
-- ["412","412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select sum("revenue") as "revenue", sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
)
select "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) as "aov"
from "grouped"
limit $6::bigint;

-- distinct by its companion
-- ["412","412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select count("customer") as "buyers"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "buyers"
  where "day" >= $4::date
    and "day" < $5::date + 1) as "entities"
)
select "grouped"."buyers" as "buyers"
from "grouped"
limit $6::bigint;

-- distinct beside a sum
-- ["412","412","412","2024-03-04","2024-03-31","412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "country", max("revenue") as "revenue", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", sum("revenue") as "revenue", null::bigint as "buyers"
  from (
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
  union all
  select "country", null::numeric as "revenue", count("customer") as "buyers"
  from (select distinct "country" as "country", "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $6::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $7::bigint and "_to" > $8::bigint
  ) as "buyers"
  where "day" >= $9::date
    and "day" < $10::date + 1) as "entities"
  group by 1
  ) as "parts"
  group by "country"
)
select "grouped"."country", "grouped"."revenue" as "revenue", "grouped"."buyers" as "buyers"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $11::bigint;

-- ratio with a distinct denominator
-- ["412","412","412","2024-03-04","2024-03-31","412","412","412","2024-03-04","2024-03-31","1"]
with "grouped" as (
  select max("revenue") as "revenue", coalesce(max("buyers"), 0) as "buyers"
  from (
  select sum("revenue") as "revenue", null::bigint as "buyers"
  from (
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  union all
  select null::numeric as "revenue", count("customer") as "buyers"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $6::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $7::bigint and "_to" > $8::bigint
  ) as "buyers"
  where "day" >= $9::date
    and "day" < $10::date + 1) as "entities"
  ) as "parts"
)
select "grouped"."revenue"::numeric / nullif("grouped"."buyers"::numeric, 0) as "spend"
from "grouped"
limit $11::bigint;

-- distinct without companion at exact grain
-- ["412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "day" as "day", "country" as "country", "channel" as "channel", "size" as "size", max("visitors") as "visitors"
  from (
    select "day", "country", "channel", "size", "visitors" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "visitors" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1, 2, 3, 4
)
select "grouped"."day", "grouped"."country", "grouped"."channel", "grouped"."size", "grouped"."visitors" as "visitors"
from "grouped"
order by "grouped"."day" nulls last, "grouped"."country" collate "C" nulls last, "grouped"."channel" collate "C" nulls last, "grouped"."size" nulls last
limit $6::bigint;
