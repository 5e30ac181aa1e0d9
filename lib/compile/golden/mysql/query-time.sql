-- twice, by quarters of years
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select ((cast(`day` as date) - interval dayofmonth(`day`) - 1 day) - interval (month(`day`) - 1) % 3 month) as `day`, (cast(`day` as date) - interval dayofyear(`day`) - 1 day) as `day@year`, sum(`orders`) as `orders`
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
  group by 1, 2
)
select `grouped`.`day`, `grouped`.`day@year`, `grouped`.`orders` as `orders`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day` desc, `grouped`.`day@year` is null, `grouped`.`day@year`
limit 5001;

-- by hour
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `at` as `at`, sum(`counts`) as `counts`
  from (
    select `at`, `store`, `open`, `counts`
    from (
      select `at`, `store`, `open`, `counts`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g9_rows`
      union all
      select `at`, `store`, `open`, `counts`, `_from`, `_to` from `summa`.`_g9_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `at` >= cast(? as date)
    and `at` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
)
select `grouped`.`at`, `grouped`.`counts` as `counts`
from `grouped`
order by `grouped`.`at` is null, `grouped`.`at` desc
limit 5001;

-- by weeks from Sunday
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select (cast(`at` as date) - interval dayofweek(`at`) - 1 day) as `at`, sum(`counts`) as `counts`
  from (
    select `at`, `store`, `open`, `counts`
    from (
      select `at`, `store`, `open`, `counts`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g9_rows`
      union all
      select `at`, `store`, `open`, `counts`, `_from`, `_to` from `summa`.`_g9_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `at` >= cast(? as date)
    and `at` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
)
select `grouped`.`at`, `grouped`.`counts` as `counts`
from `grouped`
order by `grouped`.`at` is null, `grouped`.`at` desc
limit 5001;
