import type { Language } from '#lib/i18n/language.ts';
import { say } from '#lib/i18n/message.ts';
import type { CheckView } from '#lib/refresh/quarantine/quarantine-types.ts';

// Checks that an older version has stored say it in English only.

/** What a check is called; as its definition names it, where that does. */
export const checkName = ({ check, said }: Pick<CheckView, 'check' | 'said'>, language: Language): string =>
  said?.check ? say(said.check, language) : check;

export const measuredWords = ({ measured, said }: CheckView, language: Language): string =>
  said ? say(said.measured, language) : measured;

/** What a failed check says. */
export const failureWords = ({ text, said }: CheckView, language: Language): string =>
  said?.text ? say(said.text, language) : text;
