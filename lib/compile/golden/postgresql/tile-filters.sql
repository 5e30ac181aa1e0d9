-- values of a dimension
-- ["412","412","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","1"]
with "grouped" as (
  select sum("orders") as "orders"
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
    and ("country" = any($5::text[]) or ("country" is null and $6::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit $7::bigint;

-- rows without a value
-- ["412","412","2024-03-04","2024-03-31","{}","true","1"]
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
    and "day" < $4::date + 1
    and ("country" = any($5::text[]) or ("country" is null and $6::boolean))) as "entities"
)
select "grouped"."buyers" as "buyers"
from "grouped"
limit $7::bigint;

-- a dimension of whole numbers
-- ["412","412","2024-03-04","2024-03-31","{\"1\",\"40\"}","false","1"]
with "grouped" as (
  select sum("orders") as "orders"
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
    and ("size" = any($5::integer[]) or ("size" is null and $6::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit $7::bigint;

-- a viewer limited by row
-- ["412","412","{\"KR\"}","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","412","412","{\"KR\"}","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","5001"]
with "grouped" as (
  select "country", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", sum("orders") as "orders", null::bigint as "buyers"
  from (
    select "day", "country", "channel", "size", "orders"
    from (
      select "day", "country", "channel", "size", "orders", "_from", 9223372036854775807 as "_to" from "summa"."_g7_rows"
      union all
      select "day", "country", "channel", "size", "orders", "_from", "_to" from "summa"."_g7_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "country" = any($3::text[])
    and "day" >= $4::date
    and "day" < $5::date + 1
    and ("country" = any($6::text[]) or ("country" is null and $7::boolean))
  group by 1
  union all
  select "country", null::bigint as "orders", count("customer") as "buyers"
  from (select distinct "country" as "country", "customer" from (
    select "day", "country", "channel", "size", "customer"
    from (
      select "day", "country", "channel", "size", "customer", "_from", 9223372036854775807 as "_to" from "summa"."_g7_buyers"
      union all
      select "day", "country", "channel", "size", "customer", "_from", "_to" from "summa"."_g7_buyers_closed"
    ) as "all_epochs"
    where "_from" <= $8::bigint and "_to" > $9::bigint
  ) as "buyers"
  where "country" = any($10::text[])
    and "day" >= $11::date
    and "day" < $12::date + 1
    and ("country" = any($13::text[]) or ("country" is null and $14::boolean))) as "entities"
  group by 1
  ) as "parts"
  group by "country"
)
select "grouped"."country", "grouped"."orders" as "orders", "grouped"."buyers" as "buyers"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $15::bigint;
