-- a line by channel
-- ["412","412","2024-03-04","2024-03-31"]
with "grouped" as (
  select "day" as "day", "channel" as "channel", sum("orders") as "orders"
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
),
"series" as (
  select "channel", row_number() over (order by sum("orders") desc nulls last, "channel" nulls last) as "_rank", count(*) over () as "_count"
  from "grouped"
  group by "channel"
)
select "grouped"."day", "grouped"."channel", "grouped"."orders" as "orders", "series"."_rank", "series"."_count"
from "grouped"
join "series" on ("series"."channel" = "grouped"."channel" or ("series"."channel" is null and "grouped"."channel" is null)) and "series"."_rank" <= 10
order by "grouped"."day" desc nulls last, "series"."_rank", "grouped"."channel" nulls last
limit 5001;

-- an area of a ratio by channel
-- ["412","412","2024-03-04","2024-03-31"]
with "grouped" as (
  select date_trunc('month', "day"::timestamp)::date as "day", "channel" as "channel", sum("revenue") as "revenue", sum("orders") as "orders"
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
),
"series" as (
  select "channel", row_number() over (order by sum("orders") desc nulls last, "channel" nulls last) as "_rank", count(*) over () as "_count"
  from "grouped"
  group by "channel"
)
select "grouped"."day", "grouped"."channel", "grouped"."revenue"::double precision / nullif("grouped"."orders"::double precision, 0) as "aov", "series"."_rank", "series"."_count"
from "grouped"
join "series" on ("series"."channel" = "grouped"."channel" or ("series"."channel" is null and "grouped"."channel" is null)) and "series"."_rank" <= 10
order by "grouped"."day" desc nulls last, "series"."_rank", "grouped"."channel" nulls last
limit 5001;

-- the five largest bars by channel
-- ["412","412","2024-03-04","2024-03-31"]
with "grouped" as (
  select "country" as "country", "channel" as "channel", sum("revenue") as "revenue"
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
  group by 1, 2
),
"series" as (
  select "channel", row_number() over (order by sum("revenue") desc nulls last, "channel" nulls last) as "_rank", count(*) over () as "_count"
  from "grouped"
  group by "channel"
),
"bars" as (
  select "country", row_number() over (order by sum("revenue") desc nulls last, "country" nulls last) as "_rank", count(*) over () as "_count"
  from "grouped"
  group by "country"
)
select "grouped"."country", "grouped"."channel", "grouped"."revenue" as "revenue", "series"."_rank", "series"."_count"
from "grouped"
join "series" on ("series"."channel" = "grouped"."channel" or ("series"."channel" is null and "grouped"."channel" is null)) and "series"."_rank" <= 10
join "bars" on ("bars"."country" = "grouped"."country" or ("bars"."country" is null and "grouped"."country" is null)) and "bars"."_rank" <= 5
order by "bars"."_rank", "series"."_rank", "grouped"."country" nulls last, "grouped"."channel" nulls last
limit 50;
