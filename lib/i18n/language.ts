import type { CompiledMessage } from 'icu-minify/format';
import format, { type FormatOptions, type FormatValues } from 'icu-minify/format';
import { intlTag, type Locale } from './locale.ts';
import type en from './messages/en.json';

/** The name of a text in `messages/en.json`. */
export type MessageKey = keyof typeof en;

export type Messages = Record<MessageKey, CompiledMessage>;

export type Values = Record<string, string | number>;

/**
 * The viewer's language. Whatever words or formats something for people takes it as its last argument:
 *
 *     formatDay('2001-06-30', language); // 'Jun 30, 2001', '2001. 6. 30.'
 *     language.t('runs.of', { done: 3, total: 28 });
 */
export type Language = {
  locale: Locale;
  /** For `Intl`: `en-US`, `ko-KR`. */
  tag: string;
  /** The text of a key, always a whole sentence or label, with its `{values}`. */
  t: (key: MessageKey, values?: Values) => string;
  /** As `t`, for a text with `<tags>`: each tag is a function from what it holds to what is drawn. */
  rich: <Node>(key: MessageKey, values: FormatValues<Node>) => (string | Node)[];
};

/**
 * `messages` are compiled, so that no parser reaches the browser: 0.7 kB instead of 9. A message that was not sent to this page
 * is said as its key rather than breaking it.
 */
export function makeLanguage(locale: Locale, messages: Partial<Messages>): Language {
  const tag = intlTag[locale];
  const formatted = <Node>(key: MessageKey, values?: FormatValues<Node>) =>
    format<Node>(messages[key] ?? key, tag, values, { formatters });
  return {
    locale,
    tag,
    t: (key, values) => {
      const text = formatted<never>(key, values);
      return Array.isArray(text) ? text.join('') : text;
    },
    rich: <Node>(key: MessageKey, values: FormatValues<Node>) => {
      const parts = formatted<Node>(key, values);
      return Array.isArray(parts) ? parts : [parts];
    },
  };
}

const formatters: FormatOptions['formatters'] = {
  getDateTimeFormat: (...options) => new Intl.DateTimeFormat(...options),
  getNumberFormat: remembered((...options: ConstructorParameters<typeof Intl.NumberFormat>) => {
    return new Intl.NumberFormat(...options);
  }),
  getPluralRules: remembered((...options: ConstructorParameters<typeof Intl.PluralRules>) => {
    return new Intl.PluralRules(...options);
  }),
};

/** Making a format takes a hundred times as long as using it. */
function remembered<Options extends unknown[], Format>(make: (...options: Options) => Format) {
  const made = new Map<string, Format>();
  return (...options: Options): Format => {
    const key = JSON.stringify(options);
    const found = made.get(key) ?? make(...options);
    made.set(key, found);
    return found;
  };
}
