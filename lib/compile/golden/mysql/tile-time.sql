-- by day
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `day` as `day`, sum(`orders`) as `orders`
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
  group by 1
)
select `grouped`.`day`, `grouped`.`orders` as `orders`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day` desc
limit 5001;

-- by week
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select (cast(`day` as date) - interval weekday(`day`) day) as `day`, sum(`orders`) as `orders`
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
  group by 1
)
select `grouped`.`day`, `grouped`.`orders` as `orders`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day` desc
limit 5001;

-- by quarter, newest three
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select ((cast(`day` as date) - interval dayofmonth(`day`) - 1 day) - interval (month(`day`) - 1) % 3 month) as `day`, sum(`orders`) as `orders`
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
  group by 1
)
select `grouped`.`day`, `grouped`.`orders` as `orders`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day`
limit 3;

-- months widened
-- ["412","412","2024-03-01","2024-03-31"]
with `grouped` as (
  select `month` as `month`, sum(`revenue`) as `revenue`
  from (
    select `month`, `country`, `revenue`
    from (
      select `month`, `country`, `revenue`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g8_rows`
      union all
      select `month`, `country`, `revenue`, `_from`, `_to` from `summa`.`_g8_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `month` >= cast(? as date)
    and `month` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
)
select `grouped`.`month`, `grouped`.`revenue` as `revenue`
from `grouped`
order by `grouped`.`month` is null, `grouped`.`month` desc
limit 5001;

-- without a date range
-- ["412","412"]
with `grouped` as (
  select `day` as `day`, sum(`orders`) as `orders`
  from (
    select `day`, `country`, `channel`, `size`, `orders`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  group by 1
)
select `grouped`.`day`, `grouped`.`orders` as `orders`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day` desc
limit 5001;
