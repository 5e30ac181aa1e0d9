import type { CheckExamples, CheckView } from '../quarantine/quarantine-types.ts';

/** What a check measured, kept with the unit. `text` is a whole sentence when it failed. */
export type CheckResult = CheckView;

/** With rows that fail, which stay in the warehouse. */
export type Checked = CheckResult & { examples?: CheckExamples };

/** So many failing rows are kept with a check. */
export const mostExamples = 20;

/** The checks that keep a build from being published. */
export function blocking(checks: readonly CheckResult[]): CheckResult[] {
  return checks.filter((check) => !check.passed && check.severity === 'block');
}

/** What is kept outside the warehouse: no rows. */
export function withoutExamples(checks: readonly Checked[]): CheckResult[] {
  return checks.map(({ examples: _, ...result }) => result);
}
