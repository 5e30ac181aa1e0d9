import type { Tone } from '#components/ui/badge.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { CheckView, QuarantineState, QuarantineView } from '#lib/refresh/quarantine/quarantine-types.ts';
import { failureWords } from './check-words.ts';

const tones: Record<QuarantineState, Tone> = {
  open: 'warning',
  published: 'info',
  discarded: 'neutral',
  outdated: 'neutral',
};

export const toneOfState = (state: QuarantineState): Tone => tones[state];

/** Why a build was kept: what its first failed check says, and how many more failed. */
export function whyWords({ why, checks }: Pick<QuarantineView, 'why' | 'checks'>, language: Language): string {
  const { t } = language;
  if (why === 'review') return t('quarantine.review');
  const failed = checks.filter(blocks);
  const [first] = failed;
  if (!first) return t('quarantine.checksFailed');
  const text = failureWords(first, language);
  return failed.length === 1 ? text : t('quarantine.andMore', { text, count: failed.length - 1 });
}

/** A failure that keeps a build from being published. */
export const blocks = ({ passed, severity }: CheckView): boolean => !passed && severity === 'block';

/** What failed first, then what warns, then what passed. */
export function bySeverity(checks: readonly CheckView[]): CheckView[] {
  const rank = (check: CheckView) => (blocks(check) ? 0 : check.passed ? 2 : 1);
  return [...checks].sort((a, b) => rank(a) - rank(b));
}
