-- of the total
-- ["412","412","2024-03-04","2024-03-31","5000","10"]
with "grouped" as (
  select "country" as "country", sum("orders") as "orders"
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
),
"placed" as (
  select "country", "orders", case when "_down" <= $5::bigint then "_down" end as "_row", case when "_sideways" <= $6::bigint then "_sideways" end as "_column", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "country", "orders", dense_rank() over (order by "orders" desc nulls last, "country" collate "C" nulls last) as "_down", 1 as "_sideways" from (select "country", "orders" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country" as "country", 0 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "orders"
  from "placed"
  where "_row" is not null
  union all
  select null::text as "country", -1 as "_level", 0 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", null::bigint as "_column", sum("orders") as "orders"
  from "placed"
)
select "country", "orders:share", "_rows"
from (
  select "leveled"."country", "leveled"."orders"::numeric / nullif(max(case when "leveled"."_depth" = 0 and "leveled"."_across" = 0 then "leveled"."orders" end) over ()::numeric, 0) as "orders:share", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;

-- of a row and of a column
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","5000","3"]
with "buyers_entities" as (
  select distinct "country" as "country", "channel" as "channel", "customer" from (
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
  select "country", "channel", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", "channel" as "channel", sum("orders") as "orders", null::bigint as "buyers"
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
  select "country", "channel", null::bigint as "orders", count("customer") as "buyers"
  from "buyers_entities"
  group by 1, 2
  ) as "parts"
  group by "country", "channel"
),
"placed" as (
  select "country", "channel", "orders", "buyers", case when "_down" <= $9::bigint then "_down" end as "_row", case when "_sideways" <= $10::bigint then "_sideways" end as "_column", max("_down") over () as "_rows", max("_sideways") over () as "_count"
  from (select "country", "channel", "orders", "buyers", dense_rank() over (order by "_down_0_orders" desc nulls last, "country" collate "C" nulls last) as "_down", dense_rank() over (order by "_across_0_orders" desc nulls last, "channel" collate "C" nulls last) as "_sideways" from (select "country", "channel", "orders", "buyers", sum("orders") over (partition by "country") as "_down_0_orders", sum("orders") over (partition by "channel") as "_across_0_orders" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", "channel" as "channel", 0 as "_level", 1 as "_depth", 1 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", "_column" as "_column", "orders", "buyers"
  from "placed"
  where "_row" is not null and "_column" is not null
  union all
  select "country" as "country", null::text as "channel", -1 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", sum("orders") as "orders", null::bigint as "buyers"
  from "placed"
  where "_row" is not null
  group by 1, 8
  union all
  select "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", null::bigint as "orders", count("customer") as "buyers"
  from (
    select distinct "country" as "country", null::text as "channel", -1 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "customer"
    from (select "buyers_entities"."country", "buyers_entities"."channel", "buyers_entities"."customer", "placed"."_row", "placed"."_column" from "buyers_entities" join "placed" on coalesce("buyers_entities"."country"::text, '') = coalesce("placed"."country"::text, '') and case when "buyers_entities"."country" is null then 1 else 0 end = case when "placed"."country" is null then 1 else 0 end and coalesce("buyers_entities"."channel"::text, '') = coalesce("placed"."channel"::text, '') and case when "buyers_entities"."channel" is null then 1 else 0 end = case when "placed"."channel" is null then 1 else 0 end) as "entities"
  where "_row" is not null
  ) as "counted"
  group by "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
  union all
  select null::text as "country", "channel" as "channel", -1 as "_level", 0 as "_depth", 1 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", "_column" as "_column", sum("orders") as "orders", null::bigint as "buyers"
  from "placed"
  where "_column" is not null
  group by 2, 9
  union all
  select "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", null::bigint as "orders", count("customer") as "buyers"
  from (
    select distinct null::text as "country", "channel" as "channel", -1 as "_level", 0 as "_depth", 1 as "_across", 0 as "_rest_row", 0 as "_rest_column", null::bigint as "_row", "_column" as "_column", "customer"
    from (select "buyers_entities"."country", "buyers_entities"."channel", "buyers_entities"."customer", "placed"."_row", "placed"."_column" from "buyers_entities" join "placed" on coalesce("buyers_entities"."country"::text, '') = coalesce("placed"."country"::text, '') and case when "buyers_entities"."country" is null then 1 else 0 end = case when "placed"."country" is null then 1 else 0 end and coalesce("buyers_entities"."channel"::text, '') = coalesce("placed"."channel"::text, '') and case when "buyers_entities"."channel" is null then 1 else 0 end = case when "placed"."channel" is null then 1 else 0 end) as "entities"
  where "_column" is not null
  ) as "counted"
  group by "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
  ) as "parts"
  group by "country", "channel", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column"
)
select "country", "channel", "orders:share-of-row", "buyers:share-of-column", "_rank", "_count", "_rows"
from (
  select "leveled"."country", "leveled"."channel", "leveled"."orders"::numeric / nullif(max(case when "leveled"."_across" = 0 then "leveled"."orders" end) over (partition by "leveled"."_depth", "leveled"."_rest_row", "leveled"."country")::numeric, 0) as "orders:share-of-row", "leveled"."buyers"::numeric / nullif(max(case when "leveled"."_depth" = 0 then "leveled"."buyers" end) over (partition by "leveled"."_across", "leveled"."_rest_column", "leveled"."channel")::numeric, 0) as "buyers:share-of-column", "leveled"."_column" as "_rank", (select max("_count") from "placed") as "_count", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_order_level", "_order_row" nulls last, "_order_column" nulls last;
