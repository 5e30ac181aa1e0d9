-- bars, largest first
-- ["412","412","2024-03-04","2024-03-31"]
with "grouped" as (
  select "country" as "country", sum("revenue") as "revenue"
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
)
select "grouped"."country", "grouped"."revenue" as "revenue"
from "grouped"
order by "revenue" desc nulls last, "grouped"."country" nulls last
limit 10;

-- a table sorted downwards
-- ["412","412","2024-03-04","2024-03-31"]
with "grouped" as (
  select "country" as "country", "size" as "size", sum("orders") as "orders", sum("revenue") as "revenue"
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
  group by 1, 2
)
select "grouped"."country", "grouped"."size", "grouped"."orders" as "orders", "grouped"."revenue"::double precision / nullif("grouped"."orders"::double precision, 0) as "aov"
from "grouped"
order by "grouped"."revenue"::double precision / nullif("grouped"."orders"::double precision, 0) desc nulls last, "grouped"."country" nulls last, "grouped"."size" nulls last
limit 5001;
