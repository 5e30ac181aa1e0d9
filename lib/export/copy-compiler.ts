import { PostgresQueryCompiler, type RawBuilder } from 'kysely';
import { type Compiled, compiledBy } from '#lib/compile/bind.ts';
import { compileOnly } from '#lib/definition/compile-only.ts';

/**
 * Compiles a read for `COPY (…) TO STDOUT`, which takes no bind parameters: a value becomes `current_setting('summa.p1')`,
 * and is bound by `set_config` in the same transaction. The casts that stand behind every value make it the same query.
 */
export function compileForCopy(query: RawBuilder<unknown>): Compiled {
  return compiledBy(settings, query);
}

/** The setting that holds the n-th value, from 1. */
export function settingName(place: number): string {
  return `summa.p${place}`;
}

class SettingsCompiler extends PostgresQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return `current_setting('${settingName(this.numParameters)}')`;
  }
}

const settings = compileOnly<unknown>(() => new SettingsCompiler());
