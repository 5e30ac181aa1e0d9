-- sum, count, smallest, largest
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `country` as `country`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`, min(`smallest`) as `smallest`, max(`largest`) as `largest`
  from (
    select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `smallest`, `largest`
    from (
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `smallest`, `largest`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `orders`, `revenue`, `smallest`, `largest`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1
)
select `grouped`.`country`, `grouped`.`orders` as `orders`, `grouped`.`revenue` as `revenue`, `grouped`.`smallest` as `smallest`, `grouped`.`largest` as `largest`
from `grouped`
order by `grouped`.`country` is null, cast(`grouped`.`country` as binary)
limit 5001;

-- ratio of totals
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select sum(`revenue`) as `revenue`, sum(`orders`) as `orders`
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
)
select cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) as `aov`
from `grouped`
limit 1;

-- distinct by its companion
-- ["412","412","2024-03-04","2024-03-31"]
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
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')) as `entities`
)
select `grouped`.`buyers` as `buyers`
from `grouped`
limit 1;

-- distinct beside a sum
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `country`, max(`revenue`) as `revenue`, coalesce(max(`buyers`), 0) as `buyers`
  from (
  select `country` as `country`, sum(`revenue`) as `revenue`, null as `buyers`
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
  group by 1
  union all
  select `country`, null as `revenue`, count(`customer`) as `buyers`
  from (select distinct `country` as `country`, `customer` from (
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
  group by 1
  ) as `parts`
  group by `country`
)
select `grouped`.`country`, `grouped`.`revenue` as `revenue`, `grouped`.`buyers` as `buyers`
from `grouped`
order by `grouped`.`country` is null, cast(`grouped`.`country` as binary)
limit 5001;

-- ratio with a distinct denominator
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select max(`revenue`) as `revenue`, coalesce(max(`buyers`), 0) as `buyers`
  from (
  select sum(`revenue`) as `revenue`, null as `buyers`
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
  select null as `revenue`, count(`customer`) as `buyers`
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
  ) as `parts`
)
select cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`buyers` as decimal(65,26)), 0) as `spend`
from `grouped`
limit 1;

-- distinct without companion at exact grain
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `day` as `day`, `country` as `country`, `channel` as `channel`, `size` as `size`, max(`visitors`) as `visitors`
  from (
    select `day`, `country`, `channel`, `size`, `visitors`
    from (
      select `day`, `country`, `channel`, `size`, `visitors`, `_from`, 9223372036854775807 as `_to` from `summa`.`_g7_rows`
      union all
      select `day`, `country`, `channel`, `size`, `visitors`, `_from`, `_to` from `summa`.`_g7_rows_closed`
    ) as `all_epochs`
    where `_from` <= cast(? as signed) and `_to` > cast(? as signed)
  ) as `rows`
  where `day` >= cast(? as date)
    and `day` <= timestamp(cast(? as date), '23:59:59.999999')
  group by 1, 2, 3, 4
)
select `grouped`.`day`, `grouped`.`country`, `grouped`.`channel`, `grouped`.`size`, `grouped`.`visitors` as `visitors`
from `grouped`
order by `grouped`.`day` is null, `grouped`.`day`, `grouped`.`country` is null, cast(`grouped`.`country` as binary), `grouped`.`channel` is null, cast(`grouped`.`channel` as binary), `grouped`.`size` is null, `grouped`.`size`
limit 5001;
