-- bars, largest first
-- ["412","412","412","2024-03-04","2024-03-31","10"]
with "grouped" as (
  select "country" as "country", sum("revenue") as "revenue"
  from (
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1
)
select "grouped"."country", "grouped"."revenue" as "revenue"
from "grouped"
order by "revenue" desc nulls last, "grouped"."country" collate "C" nulls last
limit $6::bigint;

-- a table sorted downwards
-- ["412","412","412","2024-03-04","2024-03-31","5001"]
with "grouped" as (
  select "country" as "country", "size" as "size", sum("orders") as "orders", sum("revenue") as "revenue"
  from (
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders", "revenue" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
  group by 1, 2
)
select "grouped"."country", "grouped"."size", "grouped"."orders" as "orders", "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) as "aov"
from "grouped"
order by "grouped"."revenue"::numeric / nullif("grouped"."orders"::numeric, 0) desc nulls last, "grouped"."country" collate "C" nulls last, "grouped"."size" nulls last
limit $6::bigint;
