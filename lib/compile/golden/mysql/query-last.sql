-- of everything
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31"]
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
    and `at` in (select `_at` from `moments`)
)
select `grouped`.`units` as `units`
from `grouped`
limit 1;

-- by store
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","5000","10"]
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
  select `store`, max(`units`) as `units`
  from (
  select `store` as `store`, null as `units`
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
  group by 1
  union all
  select `store` as `store`, sum(`units`) as `units`
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
    and `at` in (select `_at` from `moments`)
  group by 1
  ) as `parts`
  group by `store`
),
`placed` as (
  select `store`, `units`, case when `_down` <= cast(? as signed) then `_down` end as `_row`, case when `_sideways` <= cast(? as signed) then `_sideways` end as `_column`, max(`_down`) over () as `_rows`, max(`_sideways`) over () as `_count`
  from (select `store`, `units`, dense_rank() over (order by `units` is null, `units` desc, `store` is null, cast(`store` as binary)) as `_down`, 1 as `_sideways` from (select `store`, `units` from `grouped`) as `totalled`) as `ranked`
),
`leveled` as (
  select `store` as `store`, 0 as `_level`, 1 as `_depth`, 0 as `_across`, 0 as `_rest_row`, 0 as `_rest_column`, `_row` as `_row`, null as `_column`, `units`
  from `placed`
  where `_row` is not null
  union all
  select null as `store`, 1 as `_level`, 0 as `_depth`, 0 as `_across`, 0 as `_rest_row`, 0 as `_rest_column`, null as `_row`, null as `_column`, sum(`units`) as `units`
  from `placed`
)
select `store`, `units`, `_level`, `_rows`
from (
  select `leveled`.`store`, `leveled`.`units` as `units`, `leveled`.`_level`, (select max(`_rows`) from `placed`) as `_rows`, `leveled`.`_level` as `_order_level`, `leveled`.`_row` as `_order_row`, `leveled`.`_column` as `_order_column`
  from `leveled`
) as `answer`
where `_order_level` >= 0
order by `_order_level`, `_order_row` is null, `_order_row`, `_order_column` is null, `_order_column`;

-- by day and store
-- ["412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31","412","412","2024-03-04","2024-03-31"]
with `moments` as (
  select cast(`at` as date) as `_bucket`, max(`at`) as `_at`
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
  group by 1
),
`grouped` as (
  select `at`, `store`, max(`units`) as `units`
  from (
  select cast(`at` as date) as `at`, `store` as `store`, null as `units`
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
  group by 1, 2
  union all
  select cast(`at` as date) as `at`, `store` as `store`, sum(`units`) as `units`
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
    and `at` in (select `_at` from `moments`)
  group by 1, 2
  ) as `parts`
  group by `at`, `store`
)
select `grouped`.`at`, `grouped`.`store`, `grouped`.`units` as `units`
from `grouped`
order by `grouped`.`at` is null, `grouped`.`at`, `grouped`.`store` is null, cast(`grouped`.`store` as binary)
limit 5001;
