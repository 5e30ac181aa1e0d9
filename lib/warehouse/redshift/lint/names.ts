/** Functions that Redshift documents and that may stand in any statement. */
export const everywhere = new Set(
  `abs avg bool_and bool_or btrim cast ceil ceiling char_length coalesce concat convert_timezone count cume_dist
   date_part date_trunc dateadd datediff decode dense_rank extract first_value floor getdate greatest initcap lag
   last_value lead least left len length listagg ln log lower lpad ltrim max md5 median min mod ntile nullif nvl
   octet_length percent_rank position power rank regexp_count regexp_instr regexp_replace regexp_substr repeat replace
   reverse right round row_number rpad rtrim sha2 sign split_part sqrt stddev stddev_pop stddev_samp strpos substring sum
   timezone to_char to_date to_number to_timestamp translate trim trunc upper var_pop var_samp variance`.split(/\s+/),
);

/** Functions of the leader node: an error in a statement that reads a table of a user. */
export const onLeader = new Set(
  `current_database current_schema current_schemas has_column_privilege has_database_privilege has_schema_privilege
   has_table_privilege pg_backend_pid pg_cancel_backend pg_terminate_backend version current_setting set_config
   format_type`.split(/\s+/),
);

/** Types by the names the parser gives them. */
export const types = new Set(
  `int2 int4 int8 smallint integer bigint float4 float8 numeric bool varchar bpchar date timestamp timestamptz time timetz
   interval`.split(/\s+/),
);

/** Types of the catalog, which live on the leader node. */
export const catalogTypes = new Set(['oid', 'name', 'regclass', 'regtype']);

/** Settings a session may change. */
export const settings = new Set(
  `application_name datestyle search_path statement_timeout timezone query_group wlm_query_slot_count
   enable_result_cache_for_session`.split(/\s+/),
);

/** Words that Redshift reserves and PostgreSQL does not: as names they must be quoted. */
export const reserved = new Set(
  `aes128 aes256 allowoverwrite az64 backup binary blanksasnull bytedict bzip2 credentials deflate defrag delta delta32k
   disable emptyasnull enable encode encrypt encryption explicit globaldict256 gzip identity ignore lun luns lzo lzop minus
   mostly16 mostly32 mostly8 new offline old open parallel partition percent permissions pivot raw readratio recover
   rejectlog resort respect restore snapshot sysdate system tag tdes text255 text32k top truncatecolumns unnest unpivot
   wallet without`.split(/\s+/),
);
