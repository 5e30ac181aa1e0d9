-- rows of two periods
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","3","10"]
with "buyers_entities" as (
  select distinct "country" as "country", "customer", 0 as "_period" from (
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
  union all
  select distinct "country" as "country", "customer", 1 as "_period" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "buyers"
  where "day" >= $7::date
    and "day" < $8::date + 1
),
"grouped" as (
  select "country", "_period", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", sum("orders") as "orders", null::bigint as "buyers", 0 as "_period"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $9::bigint and "_to" > $10::bigint
  ) as "rows"
  where "day" >= $11::date
    and "day" < $12::date + 1
  group by 1
  union all
  select "country", null::bigint as "orders", count("customer") as "buyers", 0 as "_period"
  from "buyers_entities"
  where "_period" = 0
  group by 1
  union all
  select "country" as "country", sum("orders") as "orders", null::bigint as "buyers", 1 as "_period"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $13::bigint and "_to" > $14::bigint
  ) as "rows"
  where "day" >= $15::date
    and "day" < $16::date + 1
  group by 1
  union all
  select "country", null::bigint as "orders", count("customer") as "buyers", 1 as "_period"
  from "buyers_entities"
  where "_period" = 1
  group by 1
  ) as "parts"
  group by "country", "_period"
),
"placed" as (
  select "country", "orders", "buyers", "_period", case when "_down" <= $17::bigint then "_down" end as "_row", case when "_sideways" <= $18::bigint then "_sideways" end as "_column", max(case when "_period" = 0 then "_down" end) over () as "_rows", max(case when "_period" = 0 then "_sideways" end) over () as "_count"
  from (select "country", "orders", "buyers", "_period", dense_rank() over (order by "_down_since", (coalesce("_down_0_buyers", 0) - coalesce("_down_1_buyers", 0))::double precision / nullif(abs("_down_1_buyers")::double precision, 0) desc nulls last, "country" nulls last) as "_down", 1 as "_sideways" from (select "country", "orders", "buyers", "_period", min("_period") over (partition by "country") as "_down_since", sum(case when "_period" = 0 then "buyers" end) over (partition by "country") as "_down_0_buyers", sum(case when "_period" = 1 then "buyers" end) over (partition by "country") as "_down_1_buyers" from "grouped") as "totalled") as "ranked"
),
"leveled" as (
  select "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", "_period", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", 0 as "_level", 1 as "_depth", 0 as "_across", 0 as "_rest_row", 0 as "_rest_column", "_row" as "_row", null::bigint as "_column", "_period" as "_period", "orders", "buyers"
  from "placed"
  where "_row" is not null
  ) as "parts"
  group by "country", "_level", "_depth", "_across", "_rest_row", "_rest_column", "_row", "_column", "_period"
)
select "country", "orders", "buyers:growth", "_period", "_rows"
from (
  select "leveled"."country", "leveled"."orders" as "orders", "leveled"."buyers" as "buyers:growth", "leveled"."_period", (select max("_rows") from "placed") as "_rows", "leveled"."_level" as "_order_level", "leveled"."_row" as "_order_row", "leveled"."_column" as "_order_column"
  from "leveled"
) as "answer"
where "_order_level" >= 0
order by "_period", "_order_level", "_order_row" nulls last, "_order_column" nulls last;
