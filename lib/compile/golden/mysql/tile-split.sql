-- a line by channel
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `day` as `day`, `channel` as `channel`, sum(`orders`) as `orders`
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
),
`series` as (
  select `channel`, row_number() over (order by sum(`orders`) is null, sum(`orders`) desc, `channel` is null, cast(`channel` as binary)) as `_rank`, count(*) over () as `_count`
  from `grouped`
  group by `channel`
)
select `grouped`.`day`, `grouped`.`channel`, `grouped`.`orders` as `orders`, `series`.`_rank`, `series`.`_count`
from `grouped`
join `series` on `series`.`channel` <=> `grouped`.`channel` and `series`.`_rank` <= 10
order by `grouped`.`day` is null, `grouped`.`day` desc, `series`.`_rank`, `grouped`.`channel` is null, cast(`grouped`.`channel` as binary)
limit 5001;

-- an area of a ratio by channel
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select (cast(`day` as date) - interval dayofmonth(`day`) - 1 day) as `day`, `channel` as `channel`, sum(`revenue`) as `revenue`, sum(`orders`) as `orders`
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
`series` as (
  select `channel`, row_number() over (order by sum(`orders`) is null, sum(`orders`) desc, `channel` is null, cast(`channel` as binary)) as `_rank`, count(*) over () as `_count`
  from `grouped`
  group by `channel`
)
select `grouped`.`day`, `grouped`.`channel`, cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) as `aov`, `series`.`_rank`, `series`.`_count`
from `grouped`
join `series` on `series`.`channel` <=> `grouped`.`channel` and `series`.`_rank` <= 10
order by `grouped`.`day` is null, `grouped`.`day` desc, `series`.`_rank`, `grouped`.`channel` is null, cast(`grouped`.`channel` as binary)
limit 5001;

-- the five largest bars by channel
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `country` as `country`, `channel` as `channel`, sum(`revenue`) as `revenue`
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
  group by 1, 2
),
`series` as (
  select `channel`, row_number() over (order by sum(`revenue`) is null, sum(`revenue`) desc, `channel` is null, cast(`channel` as binary)) as `_rank`, count(*) over () as `_count`
  from `grouped`
  group by `channel`
),
`bars` as (
  select `country`, row_number() over (order by sum(`revenue`) is null, sum(`revenue`) desc, `country` is null, cast(`country` as binary)) as `_rank`, count(*) over () as `_count`
  from `grouped`
  group by `country`
)
select `grouped`.`country`, `grouped`.`channel`, `grouped`.`revenue` as `revenue`, `series`.`_rank`, `series`.`_count`
from `grouped`
join `series` on `series`.`channel` <=> `grouped`.`channel` and `series`.`_rank` <= 10
join `bars` on `bars`.`country` <=> `grouped`.`country` and `bars`.`_rank` <= 5
order by `bars`.`_rank`, `series`.`_rank`, `grouped`.`country` is null, cast(`grouped`.`country` as binary), `grouped`.`channel` is null, cast(`grouped`.`channel` as binary)
limit 50;
