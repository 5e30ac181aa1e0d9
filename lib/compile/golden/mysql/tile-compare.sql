-- a number with the previous period
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03"]
with `grouped` as (
  select sum(`revenue`) as `revenue`, 0 as `_period`
  from (
    select `day`, `country`, `channel`, `size`, `revenue`
    from (
      select `day`, `country`, `channel`, `size`, `revenue`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `revenue`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
  union all
  select sum(`revenue`) as `revenue`, 1 as `_period`
  from (
    select `day`, `country`, `channel`, `size`, `revenue`
    from (
      select `day`, `country`, `channel`, `size`, `revenue`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `revenue`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
)
select `grouped`.`revenue` as `revenue`, `grouped`.`_period`
from `grouped`
limit 2;

-- a line with the previous year
-- ["412","412","2024-03-04","2024-03-31","412","412","2023-03-04","2023-03-31"]
with `grouped` as (
  select `day` as `day`, sum(`revenue`) as `revenue`, sum(`orders`) as `orders`, 0 as `_period`
  from (
    select `day`, `country`, `channel`, `size`, `orders`, `revenue`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
  union all
  select `day` as `day`, sum(`revenue`) as `revenue`, sum(`orders`) as `orders`, 1 as `_period`
  from (
    select `day`, `country`, `channel`, `size`, `orders`, `revenue`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
)
select `grouped`.`day`, cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) as `aov`, `grouped`.`_period`
from `grouped`
order by `grouped`.`_period`, `grouped`.`day` is null, `grouped`.`day` desc
limit 10002;

-- a distinct count with the previous period
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03"]
with `grouped` as (
  select count(`customer`) as `buyers`, 0 as `_period`
  from (select distinct `customer` from (
    select `day`, `country`, `channel`, `size`, `customer`
    from (
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_buyers`
      union all
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, `_to` from `summa`.`_g7_buyers_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `buyers`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')) as `entities`
  union all
  select count(`customer`) as `buyers`, 1 as `_period`
  from (select distinct `customer` from (
    select `day`, `country`, `channel`, `size`, `customer`
    from (
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_buyers`
      union all
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, `_to` from `summa`.`_g7_buyers_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `buyers`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')) as `entities`
)
select `grouped`.`buyers` as `buyers`, `grouped`.`_period`
from `grouped`
limit 2;
