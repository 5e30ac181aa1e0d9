-- a line by channel with the others
-- ["412","412","2024-03-04","2024-03-31","4166","10"]
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
"placed" as (
  select "day", "channel", "orders", case when "_down" <= $5::bigint then "_down" end as "_row", case when "_sideways" <= $6::bigint then "_sideways" end as "_column", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "day", "channel", "orders", dense_rank() over (order by "day" desc nulls last) as "_down", dense_rank() over (order by "_across_0_orders" desc nulls last, "channel" collate "C" nulls last) as "_sideways" from (select "day", "channel", "orders", sum("orders") over (partition by "channel") as "_across_0_orders" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "day" as "day", "channel" as "channel", 0 as "_level", 1 as "_depth", 1 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", "_column" as "_column", "orders"
  from "placed"
  where "_row" is not null and "_column" is not null
  union all
  select "day" as "day", case when "_column" is not null then "channel" end as "channel", 0 as "_level", 1 as "_depth", 1 as "_across", 0 as "_rest_row", case when "_column" is null then 2 else 0 end as "_rest_column", "_row" as "_row", "_column" as "_column", sum("orders") as "orders"
  from "placed"
  where "_row" is not null and ("_column" is null)
  group by 1, 2, 7, 8, 9
)
select "day", "channel", "orders", "_rest", "_rank", "_count", "_rows"
from (
  select "leveled"."day", "leveled"."channel", "leveled"."orders" as "orders", "leveled"."_rest_row" + "leveled"."_rest_column" as "_rest", "leveled"."_column" as "_rank", (select max("_count") from "placed") as "_count", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;

-- rows with a total
-- ["412","412","2024-03-04","2024-03-31","5000","10"]
with "grouped" as (
  select "country" as "country", sum("orders") as "orders", sum("revenue") as "revenue"
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
),
"placed" as (
  select "country", "orders", "revenue", case when "_down" <= $5::bigint then "_down" end as "_row", case when "_sideways" <= $6::bigint then "_sideways" end as "_column", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "country", "orders", "revenue", dense_rank() over (order by "country" collate "C" nulls last) as "_down", 1 as "_sideways" from (select "country", "orders", "revenue" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country" as "country", 0 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "orders", "revenue"
  from "placed"
  where "_row" is not null
  union all
  select null::text as "country", 1 as "_level", 0 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", null::bigint as "_column", sum("orders") as "orders", sum("revenue") as "revenue"
  from "placed"
)
select "country", "orders", "aov", "_level", "_rows"
from (
  select "leveled"."country", "leveled"."orders" as "orders", "leveled"."revenue"::numeric / nullif("leveled"."orders"::numeric, 0) as "aov", "leveled"."_level", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;

-- different values with subtotals
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","5000","10","5000"]
with "buyers_entities" as (
  select distinct "country" as "country", "size" as "size", "customer" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "buyers"
  where "day" >= $3::date
    and "day" < $4::date + 1
),
"grouped" as (
  select "country", "size", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", "size" as "size", sum("orders") as "orders", null::bigint as "buyers"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "rows"
  where "day" >= $7::date
    and "day" < $8::date + 1
  group by 1, 2
  union all
  select "country", "size", null::bigint as "orders", count("customer") as "buyers"
  from "buyers_entities"
  group by 1, 2
  ) as "parts"
  group by "country", "size"
),
"placed" as (
  select "country", "size", "orders", "buyers", case when "_down" <= $9::bigint then "_down" end as "_row", case when "_sideways" <= $10::bigint then "_sideways" end as "_column", min(case when "_down" <= $11::bigint then "_down" end) over (partition by "country") as "_row_1", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "country", "size", "orders", "buyers", dense_rank() over (order by "country" collate "C" nulls last, "size" nulls last) as "_down", 1 as "_sideways" from (select "country", "size", "orders", "buyers" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", "size" as "size", 0 as "_level", 2 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "orders", "buyers"
  from "placed"
  where "_row" is not null
  union all
  select "country" as "country", null::integer as "size", 1 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row_1" as "_row", null::bigint as "_column", sum("orders") as "orders", null::bigint as "buyers"
  from "placed"
  where "_row_1" is not null
  group by 1, 8
  union all
  select "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", null::bigint as "orders", count("customer") as "buyers"
  from (
    select distinct "country" as "country", null::integer as "size", 1 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row_1" as "_row", null::bigint as "_column", "customer"
    from (select "buyers_entities"."country", "buyers_entities"."size", "buyers_entities"."customer", "placed"."_row", "placed"."_column", "placed"."_row_1" from "buyers_entities" join "placed" on coalesce("buyers_entities"."country"::text, '') = coalesce("placed"."country"::text, '') and case when "buyers_entities"."country" is null then 1 else 0 end = case when "placed"."country" is null then 1 else 0 end and coalesce("buyers_entities"."size"::text, '') = coalesce("placed"."size"::text, '') and case when "buyers_entities"."size" is null then 1 else 0 end = case when "placed"."size" is null then 1 else 0 end) as "entities"
  where "_row_1" is not null
  ) as "counted"
  group by "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
  union all
  select null::text as "country", null::integer as "size", 2 as "_level", 0 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", null::bigint as "_column", sum("orders") as "orders", null::bigint as "buyers"
  from "placed"
  union all
  select "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", null::bigint as "orders", count("customer") as "buyers"
  from (
    select distinct null::text as "country", null::integer as "size", 2 as "_level", 0 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", null::bigint as "_column", "customer"
    from "buyers_entities"
  ) as "counted"
  group by "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
  ) as "parts"
  group by "country", "size", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
)
select "country", "size", "orders", "buyers", "_level", "_rows"
from (
  select "leveled"."country", "leveled"."size", "leveled"."orders" as "orders", "leveled"."buyers" as "buyers", "leveled"."_level", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;

-- the five largest and the others
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","5","10"]
with "buyers_entities" as (
  select distinct "country" as "country", "customer" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "buyers"
  where "day" >= $3::date
    and "day" < $4::date + 1
),
"grouped" as (
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
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "rows"
  where "day" >= $7::date
    and "day" < $8::date + 1
  group by 1
  union all
  select "country", null::numeric(38,2) as "revenue", count("customer") as "buyers"
  from "buyers_entities"
  group by 1
  ) as "parts"
  group by "country"
),
"placed" as (
  select "country", "revenue", "buyers", case when "_down" <= $9::bigint then "_down" end as "_row", case when "_sideways" <= $10::bigint then "_sideways" end as "_column", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "country", "revenue", "buyers", dense_rank() over (order by "revenue"::numeric / nullif("buyers"::numeric, 0) desc nulls last, "country" collate "C" nulls last) as "_down", 1 as "_sideways" from (select "country", "revenue", "buyers" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", max("revenue") as "revenue", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", 0 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "revenue", "buyers"
  from "placed"
  where "_row" is not null
  union all
  select case when "_row" is not null then "country" end as "country", 0 as "_level", 1 as "_depth", 0 as "_across", case when "_row" is null then 1 else 0 end as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", sum("revenue") as "revenue", null::bigint as "buyers"
  from "placed"
  where ("_row" is null)
  group by 1, 5, 7
  union all
  select "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", null::numeric(38,2) as "revenue", count("customer") as "buyers"
  from (
    select distinct case when "_row" is not null then "country" end as "country", 0 as "_level", 1 as "_depth", 0 as "_across", case when "_row" is null then 1 else 0 end as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "customer"
    from (select "buyers_entities"."country", "buyers_entities"."customer", "placed"."_row", "placed"."_column" from "buyers_entities" join "placed" on coalesce("buyers_entities"."country"::text, '') = coalesce("placed"."country"::text, '') and case when "buyers_entities"."country" is null then 1 else 0 end = case when "placed"."country" is null then 1 else 0 end) as "entities"
  where ("_row" is null)
  ) as "counted"
  group by "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
  ) as "parts"
  group by "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
)
select "country", "spend", "_rest", "_rows"
from (
  select "leveled"."country", "leveled"."revenue"::numeric / nullif("leveled"."buyers"::numeric, 0) as "spend", "leveled"."_rest_row" + "leveled"."_rest_column" as "_rest", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;
