import compile from 'icu-minify/compile';
import { adminGroups } from './admin-groups.ts';
import { type Language, type MessageKey, type Messages, makeLanguage } from './language.ts';
import type { Locale } from './locale.ts';
import en from './messages/en.json' with { type: 'json' };
import ko from './messages/ko.json' with { type: 'json' };

const compiled: Record<Locale, Messages> = { en: compileAll(en), ko: compileAll(ko) };

const languages: Record<Locale, Language> = {
  en: makeLanguage('en', compiled.en),
  ko: makeLanguage('ko', compiled.ko),
};

/** For the server and for tests: the browser gets the messages of its language with the page. */
export const languageOf = (locale: Locale): Language => languages[locale];

export const messagesOf = (locale: Locale): Messages => compiled[locale];

const everyones: Record<Locale, Partial<Messages>> = { en: withoutAdmins(compiled.en), ko: withoutAdmins(compiled.ko) };

/** Without what only Admin says: a third of all, which every dashboard would carry. The layout of Admin sends all. */
export const messagesForEveryone = (locale: Locale): Partial<Messages> => everyones[locale];

/** What logs, the command line and the API speak. */
export const english = languages.en;

export const isMessageKey = (text: string): text is MessageKey => Object.hasOwn(en, text);

function withoutAdmins(messages: Messages): Partial<Messages> {
  const kept = Object.entries(messages).filter(([key]) => !adminGroups.has(key.split('.')[0] ?? ''));
  return Object.fromEntries(kept);
}

function compileAll(messages: Record<MessageKey, string>): Messages {
  const all = Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, compile(text)]));
  // The compiler makes objects without a prototype, which React does not send to a browser.
  return JSON.parse(JSON.stringify(all)) as Messages;
}
