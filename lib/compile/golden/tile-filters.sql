-- values of a dimension
-- ["412","412","412","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","1"]
with "grouped" as (
  select sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
    and ("country" = any($6::text[]) or ("country" is null and $7::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit $8::bigint;

-- rows without a value
-- ["412","412","412","2024-03-04","2024-03-31","{}","true","1"]
with "grouped" as (
  select count("customer") as "buyers"
  from (select distinct "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "buyers"
  where "day" >= $4::date
    and "day" < $5::date + 1
    and ("country" = any($6::text[]) or ("country" is null and $7::boolean))) as "entities"
)
select "grouped"."buyers" as "buyers"
from "grouped"
limit $8::bigint;

-- a dimension of whole numbers
-- ["412","412","412","2024-03-04","2024-03-31","{\"1\",\"40\"}","false","1"]
with "grouped" as (
  select sum("orders") as "orders"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "day" >= $4::date
    and "day" < $5::date + 1
    and ("size" = any($6::integer[]) or ("size" is null and $7::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit $8::bigint;

-- a viewer limited by row
-- ["412","412","412","{\"KR\"}","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","412","412","412","{\"KR\"}","2024-03-04","2024-03-31","{\"KR\",\"JP\"}","false","5001"]
with "grouped" as (
  select "country", max("orders") as "orders", coalesce(max("buyers"), 0) as "buyers"
  from (
  select "country" as "country", sum("orders") as "orders", null::bigint as "buyers"
  from (
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows" where "_from" <= $1::bigint
    union all
    select "day", "country", "channel", "size", "orders" from "summa"."_g7_rows_closed" where "_from" <= $2::bigint and "_to" > $3::bigint
  ) as "rows"
  where "country" = any($4::text[])
    and "day" >= $5::date
    and "day" < $6::date + 1
    and ("country" = any($7::text[]) or ("country" is null and $8::boolean))
  group by 1
  union all
  select "country", null::numeric as "orders", count("customer") as "buyers"
  from (select distinct "country" as "country", "customer" from (
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers" where "_from" <= $9::bigint
    union all
    select "day", "country", "channel", "size", "customer" from "summa"."_g7_buyers_closed" where "_from" <= $10::bigint and "_to" > $11::bigint
  ) as "buyers"
  where "country" = any($12::text[])
    and "day" >= $13::date
    and "day" < $14::date + 1
    and ("country" = any($15::text[]) or ("country" is null and $16::boolean))) as "entities"
  group by 1
  ) as "parts"
  group by "country"
)
select "grouped"."country", "grouped"."orders" as "orders", "grouped"."buyers" as "buyers"
from "grouped"
order by "grouped"."country" collate "C" nulls last
limit $17::bigint;
