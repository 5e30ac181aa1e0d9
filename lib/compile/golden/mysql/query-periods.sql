-- rows of two periods
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","412","412","2024-03-04","2024-03-31","412","412","2024-02-05","2024-03-03","3","10"]
with `buyers_entities` as (
  select distinct `country` as `country`, `customer`, 0 as `_period` from (
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
  union all
  select distinct `country` as `country`, `customer`, 1 as `_period` from (
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
),
`grouped` as (
  select `country`, `_period`, max(`orders`) as `orders`, coalesce(max(`buyers`), 0) as `buyers`
  from (
  select `country` as `country`, sum(`orders`) as `orders`, null as `buyers`, 0 as `_period`
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
  union all
  select `country`, null as `orders`, count(`customer`) as `buyers`, 0 as `_period`
  from `buyers_entities`
  where `_period` = 0
  group by 1
  union all
  select `country` as `country`, sum(`orders`) as `orders`, null as `buyers`, 1 as `_period`
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
  union all
  select `country`, null as `orders`, count(`customer`) as `buyers`, 1 as `_period`
  from `buyers_entities`
  where `_period` = 1
  group by 1
  ) as `parts`
  group by `country`, `_period`
),
`placed` as (
  select `country`, `orders`, `buyers`, `_period`, case when `_down` <= cast(? as signed) then `_down` end as `_row`, case when `_sideways` <= cast(? as signed) then `_sideways` end as `_column`, max(case when `_period` = 0 then `_down` end) over () as `_rows`, max(case when `_period` = 0 then `_sideways` end) over () as `_count`
  from (select `country`, `orders`, `buyers`, `_period`, dense_rank() over (order by `_down_since`, cast((coalesce(`_down_0_buyers`, 0) - coalesce(`_down_1_buyers`, 0)) as decimal(65,26)) / nullif(cast(abs(`_down_1_buyers`) as decimal(65,26)), 0) is null, cast((coalesce(`_down_0_buyers`, 0) - coalesce(`_down_1_buyers`, 0)) as decimal(65,26)) / nullif(cast(abs(`_down_1_buyers`) as decimal(65,26)), 0) desc, `country` is null, cast(`country` as binary)) as `_down`, 1 as `_sideways` from (select `country`, `orders`, `buyers`, `_period`, min(`_period`) over (partition by `country`) as `_down_since`, sum(case when `_period` = 0 then `buyers` end) over (partition by `country`) as `_down_0_buyers`, sum(case when `_period` = 1 then `buyers` end) over (partition by `country`) as `_down_1_buyers` from `grouped`) as `totalled`) as `ranked`
),
`leveled` as (
  select `country`, `_level`, `_depth`, `_across`, `_rest_row`, `_rest_column`, `_row`, `_column`, `_period`, max(`orders`) as `orders`, coalesce(max(`buyers`), 0) as `buyers`
  from (
  select `country` as `country`, 0 as `_level`, 1 as `_depth`, 0 as `_across`, 0 as `_rest_row`, 0 as `_rest_column`, `_row` as `_row`, null as `_column`, `_period` as `_period`, `orders`, `buyers`
  from `placed`
  where `_row` is not null
  ) as `parts`
  group by `country`, `_level`, `_depth`, `_across`, `_rest_row`, `_rest_column`, `_row`, `_column`, `_period`
)
select `country`, `orders`, `buyers:growth`, `_period`, `_rows`
from (
  select `leveled`.`country`, `leveled`.`orders` as `orders`, `leveled`.`buyers` as `buyers:growth`, `leveled`.`_period`, (select max(`_rows`) from `placed`) as `_rows`, `leveled`.`_level` as `_order_level`, `leveled`.`_row` as `_order_row`, `leveled`.`_column` as `_order_column`
  from `leveled`
) as `answer`
where `_order_level` >= 0
order by `_period`, `_order_level`, `_order_row` is null, `_order_row`, `_order_column` is null, `_order_column`;
