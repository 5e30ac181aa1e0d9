import { english } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';
import type { CheckExamples, CheckView } from '../quarantine/quarantine-types.ts';

/** What a check measured, kept with the unit. */
export type CheckResult = CheckView;

/** With rows that fail, which stay in the warehouse. */
export type Checked = CheckResult & { examples?: CheckExamples };

type Measured = Pick<Checked, 'check' | 'summary' | 'passed' | 'severity' | 'examples'> & {
  /** What the check is called; nothing where its definition names it. */
  name?: Message;
  measured: Message;
  /** A whole sentence, for when it failed. */
  problem: Message;
};

/** A result in English, for logs, and as messages, for readers. `check` is what code knows it by. */
export function checkResult({ name, measured, problem, ...result }: Measured): Checked {
  const text = result.passed ? null : problem;
  return {
    ...result,
    measured: say(measured, english),
    text: text ? say(text, english) : '',
    said: { check: name ?? null, measured, text },
  };
}

/** A count of rows, as the only thing measured. */
export const countOf = (count: string): Message => message('check.count', { count: { decimal: count } });

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
