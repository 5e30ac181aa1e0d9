-- bars, largest first
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `country` as `country`, sum(`revenue`) as `revenue`
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
)
select `grouped`.`country`, `grouped`.`revenue` as `revenue`
from `grouped`
order by `revenue` is null, `revenue` desc, `grouped`.`country` is null, cast(`grouped`.`country` as binary)
limit 10;

-- a table sorted downwards
-- ["412","412","2024-03-04","2024-03-31"]
with `grouped` as (
  select `country` as `country`, `size` as `size`, sum(`orders`) as `orders`, sum(`revenue`) as `revenue`
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
)
select `grouped`.`country`, `grouped`.`size`, `grouped`.`orders` as `orders`, cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) as `aov`
from `grouped`
order by cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) is null, cast(`grouped`.`revenue` as decimal(65,26)) / nullif(cast(`grouped`.`orders` as decimal(65,26)), 0) desc, `grouped`.`country` is null, cast(`grouped`.`country` as binary), `grouped`.`size` is null, `grouped`.`size`
limit 5001;
