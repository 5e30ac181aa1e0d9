-- values of a dimension
-- ["412","412","2024-03-04","2024-03-31","KR","JP","false"]
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
    and (`country` in (?, ?) or (`country` is null and (? = 'true')))
)
select `grouped`.`orders` as `orders`
from `grouped`
limit 1;

-- rows without a value
-- ["412","412","2024-03-04","2024-03-31","true"]
with `grouped` as (
  select count(`customer`) as `buyers`
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
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and (false or (`country` is null and (? = 'true')))) as `entities`
)
select `grouped`.`buyers` as `buyers`
from `grouped`
limit 1;

-- a dimension of whole numbers
-- ["412","412","2024-03-04","2024-03-31","1","40","false"]
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
    and (`size` in (cast(? as signed), cast(? as signed)) or (`size` is null and (? = 'true')))
)
select `grouped`.`orders` as `orders`
from `grouped`
limit 1;

-- a viewer limited by row
-- ["412","412","KR","2024-03-04","2024-03-31","KR","JP","false","412","412","KR","2024-03-04","2024-03-31","KR","JP","false"]
with `grouped` as (
  select `country`, max(`orders`) as `orders`, coalesce(max(`buyers`), 0) as `buyers`
  from (
  select `country` as `country`, sum(`orders`) as `orders`, null as `buyers`
  from (
    select `day`, `country`, `channel`, `size`, `orders`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `country` in (?)
    and `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and (`country` in (?, ?) or (`country` is null and (? = 'true')))
  group by 1
  union all
  select `country`, null as `orders`, count(`customer`) as `buyers`
  from (select distinct `country` as `country`, `customer` from (
    select `day`, `country`, `channel`, `size`, `customer`
    from (
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_buyers`
      union all
      select `day`, `country`, `channel`, `size`, `customer`, `_from`, `_to` from `summa`.`_g7_buyers_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `buyers`
  where `country` in (?)
    and `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
    and (`country` in (?, ?) or (`country` is null and (? = 'true')))) as `entities`
  group by 1
  ) as `parts`
  group by `country`
)
select `grouped`.`country`, `grouped`.`orders` as `orders`, `grouped`.`buyers` as `buyers`
from `grouped`
order by `grouped`.`country` is null, cast(`grouped`.`country` as binary)
limit 5001;
