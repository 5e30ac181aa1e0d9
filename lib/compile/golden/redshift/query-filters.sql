-- all but some values
-- ["412","412","2024-03-04","2024-03-31","KR","true"]
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
    and case when ("country" in ($5::varchar(65535)) or ("country" is null and $6::boolean)) then false else true end
)
select "grouped"."orders" as "orders"
from "grouped"
limit 1;

-- from a number to another
-- ["412","412","2024-03-04","2024-03-31","1","3"]
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
    and ("size" >= $5::integer and "size" <= $6::integer)
)
select "grouped"."orders" as "orders"
from "grouped"
limit 1;

-- part of a text and part of a number
-- ["412","412","2024-03-04","2024-03-31","R","2"]
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
    and strpos("country", $5::varchar(65535)) > 0
    and case when strpos("size"::varchar(65535), $6::varchar(65535)) = 1 then false else true end
)
select "grouped"."orders" as "orders"
from "grouped"
limit 1;

-- yes or no
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","true","false"]
with "moments" as (
  select max("at") as "_at"
  from (
    select "at", "store", "open"
    from (
      select "at", "store", "open", "_from", 9223372036854775807 as "_to" from "summa"."_g9_rows"
      union all
      select "at", "store", "open", "_from", "_to" from "summa"."_g9_rows_closed"
    ) as "all_epochs"
    where "_from" <= $1::bigint and "_to" > $2::bigint
  ) as "rows"
  where "at" >= $3::date
    and "at" < $4::date + 1
),
"grouped" as (
  select sum("units") as "units"
  from (
    select "at", "store", "open", "units"
    from (
      select "at", "store", "open", "units", "_from", 9223372036854775807 as "_to" from "summa"."_g9_rows"
      union all
      select "at", "store", "open", "units", "_from", "_to" from "summa"."_g9_rows_closed"
    ) as "all_epochs"
    where "_from" <= $5::bigint and "_to" > $6::bigint
  ) as "rows"
  where "at" >= $7::date
    and "at" < $8::date + 1
    and ("open" in ($9::boolean) or ("open" is null and $10::boolean))
    and "at" in (select "_at" from "moments")
)
select "grouped"."units" as "units"
from "grouped"
limit 1;
