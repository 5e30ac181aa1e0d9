-- with margins and others
-- ["412","412","2024-03-04","2024-03-31","2","2"]
with `grouped` as (
  select `country` as `country`, `channel` as `channel`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
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
  group by 1, 2
),
`placed` as (
  select `country`, `channel`, `orders`, `revenue`, case when `_down` <= cast(? as signed) then `_down` end as `_row`, case when `_sideways` <= cast(? as signed) then `_sideways` end as `_column`, max(`_down`) over () as `_rows`, max(`_sideways`) over () as `_count`
  from (select `country`, `channel`, `orders`, `revenue`, dense_rank() over (order by `_down_0_orders` is null, `_down_0_orders` desc, `country` is null, cast(`country` as binary)) as `_down`, dense_rank() over (order by `_across_0_orders` is null, `_across_0_orders` desc, `channel` is null, cast(`channel` as binary)) as `_sideways` from (select `country`, `channel`, `orders`, `revenue`, sum(`orders`) over (partition by `country`) as `_down_0_orders`, sum(`orders`) over (partition by `channel`) as `_across_0_orders` from `grouped`) as `totalled`) as `ranked`
),
`leveled` as (
  select `country` as `country`, `channel` as `channel`, 0 as `_level`, 1 as `_depth`, 1 as `_across`, 0 as `_rest_row`, 0 as `_rest_column`, `_row` as `_row`, `_column` as `_column`, `orders`, `revenue`
  from `placed`
  where `_row` is not null and `_column` is not null
  union all
  select case when `_row` is not null then `country` end as `country`, case when `_column` is not null then `channel` end as `channel`, 0 as `_level`, 1 as `_depth`, 1 as `_across`, case when `_row` is null then 1 else 0 end as `_rest_row`, case when `_column` is null then 2 else 0 end as `_rest_column`, `_row` as `_row`, `_column` as `_column`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
  from `placed`
  where (`_row` is null or `_column` is null)
  group by 1, 2, 6, 7, 8, 9
  union all
  select case when `_row` is not null then `country` end as `country`, null as `channel`, 1 as `_level`, 1 as `_depth`, 0 as `_across`, case when `_row` is null then 1 else 0 end as `_rest_row`, 0 as `_rest_column`, `_row` as `_row`, null as `_column`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
  from `placed`
  group by 1, 6, 8
  union all
  select null as `country`, case when `_column` is not null then `channel` end as `channel`, 2 as `_level`, 0 as `_depth`, 1 as `_across`, 0 as `_rest_row`, case when `_column` is null then 2 else 0 end as `_rest_column`, null as `_row`, `_column` as `_column`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
  from `placed`
  group by 2, 7, 9
  union all
  select null as `country`, null as `channel`, 3 as `_level`, 0 as `_depth`, 0 as `_across`, 0 as `_rest_row`, 0 as `_rest_column`, null as `_row`, null as `_column`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
  from `placed`
)
select `country`, `channel`, `orders`, `aov`, `_level`, `_rest`, `_rank`, `_count`, `_rows`
from (
  select `leveled`.`country`, `leveled`.`channel`, `leveled`.`orders` as `orders`, cast(`leveled`.`revenue` as decimal(65,26)) / nullif(cast(`leveled`.`orders` as decimal(65,26)), 0) as `aov`, `leveled`.`_level`, `leveled`.`_rest_row` + `leveled`.`_rest_column` as `_rest`, `leveled`.`_column` as `_rank`, (select max(`_count`) from `placed`) as `_count`, (select max(`_rows`) from `placed`) as `_rows`, `leveled`.`_level` as `_order_level`, `leveled`.`_row` as `_order_row`, `leveled`.`_column` as `_order_column`
  from `leveled`
) as `answer`
where `_order_level` >= 0
order by `_order_level`, `_order_row` is null, `_order_row`, `_order_column` is null, `_order_column`;
