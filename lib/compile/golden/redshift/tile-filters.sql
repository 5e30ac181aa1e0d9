-- values of a dimension
-- ["412","412","2024-03-04","2024-03-31","KR","JP","false"]
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
    and ("country" in ($5::varchar(65535), $6::varchar(65535)) or ("country" is null and $7::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit 1;

-- rows without a value
-- ["412","412","2024-03-04","2024-03-31","true"]
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
    and (false or ("country" is null and $5::boolean))) as "entities"
)
select "grouped"."buyers" as "buyers"
from "grouped"
limit 1;

-- a dimension of whole numbers
-- ["412","412","2024-03-04","2024-03-31","1","40","false"]
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
    and ("size" in ($5::integer, $6::integer) or ("size" is null and $7::boolean))
)
select "grouped"."orders" as "orders"
from "grouped"
limit 1;

-- a viewer limited by row
-- ["412","412","KR","2024-03-04","2024-03-31","KR","JP","false","412","412","KR","2024-03-04","2024-03-31","KR","JP","false"]
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
  where "country" in ($3::varchar(65535))
    and "day" >= $4::date
    and "day" < $5::date + 1
    and ("country" in ($6::varchar(65535), $7::varchar(65535)) or ("country" is null and $8::boolean))
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
    where "_from" <= $9::bigint and "_to" > $10::bigint
  ) as "buyers"
  where "country" in ($11::varchar(65535))
    and "day" >= $12::date
    and "day" < $13::date + 1
    and ("country" in ($14::varchar(65535), $15::varchar(65535)) or ("country" is null and $16::boolean))) as "entities"
  group by 1
  ) as "parts"
  group by "country"
)
select "grouped"."country", "grouped"."orders" as "orders", "grouped"."buyers" as "buyers"
from "grouped"
order by "grouped"."country" nulls last
limit 5001;
