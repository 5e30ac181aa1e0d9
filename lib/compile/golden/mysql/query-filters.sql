-- all but some values
-- ["412","412","2024-03-04","2024-03-31","KR","true"]
with `grouped` as (
  select sum(`orders`) as `orders`
  from (
    select `day`, `country`, `channel`, `size`, `orders`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and ((`country` in (?) or (`country` is null and (? = 'true')))) is not true
)
select `grouped`.`orders` as `orders`
from `grouped`
limit 1;

-- from a number to another
-- ["412","412","2024-03-04","2024-03-31","1","3"]
with `grouped` as (
  select sum(`orders`) as `orders`
  from (
    select `day`, `country`, `channel`, `size`, `orders`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and (`size` >= cast(? as signed) and `size` <= cast(? as signed))
)
select `grouped`.`orders` as `orders`
from `grouped`
limit 1;

-- part of a text and part of a number
-- ["412","412","2024-03-04","2024-03-31","R","2"]
with `grouped` as (
  select sum(`orders`) as `orders`
  from (
    select `day`, `country`, `channel`, `size`, `orders`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and locate(cast(? as binary), cast(`country` as binary)) > 0
    and (locate(cast(? as binary), cast(cast(`size` as char) as binary)) = 1) is not true
)
select `grouped`.`orders` as `orders`
from `grouped`
limit 1;

-- yes or no
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","true","false"]
with `moments` as (
  select max(`at`) as `_at`
  from (
    select `at`, `store`, `open`
    from (
      select `at`, `store`, `open`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g9_rows`
      union all
      select `at`, `store`, `open`, `_from`, `_to` from `summa`.`_g9_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `at` >= cast(? as date)
    and `at` <= timestamp(cast(? as date), '23:59:59.999999')
),
`grouped` as (
  select sum(`units`) as `units`
  from (
    select `at`, `store`, `open`, `units`
    from (
      select `at`, `store`, `open`, `units`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g9_rows`
      union all
      select `at`, `store`, `open`, `units`, `_from`, `_to` from `summa`.`_g9_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `at` >= cast(? as date)
    and `at` <= timestamp(cast(? as date), '23:59:59.999999')
    and (`open` in ((? = 'true')) or (`open` is null and (? = 'true')))
    and `at` in (select `_at` from `moments`)
)
select `grouped`.`units` as `units`
from `grouped`
limit 1;
