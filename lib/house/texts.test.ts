import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CompiledMessage } from 'icu-minify/format';
import { messagesOf } from '#lib/i18n/languages.ts';
import { locales } from '#lib/i18n/locale.ts';
import en from '#lib/i18n/messages/en.json' with { type: 'json' };
import ko from '#lib/i18n/messages/ko.json' with { type: 'json' };
import { repositoryFiles, root } from './files.ts';

const sources = repositoryFiles()
  .filter((file) => /^(app|components|lib)\/.*\.tsx?$/.test(file) && !/\.(test|bench)\.tsx?$/.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(join(root, file), 'utf8')) }));

const keys = Object.keys(en);

describe('messages', () => {
  it('have the same keys in every language', () => assert.deepEqual(Object.keys(ko), keys));

  it('take the same values in every language', () => {
    const [first, ...others] = locales.map(messagesOf);
    for (const [key, message] of Object.entries(first ?? {})) {
      for (const other of others) assert.deepEqual(valuesOf(other[key as keyof typeof en]), valuesOf(message), key);
    }
  });

  it('say something in every language', () => {
    for (const messages of [en, ko]) {
      for (const [key, text] of Object.entries(messages)) assert.ok(text.trim() === text && text !== '', key);
    }
    const korean = Object.entries(ko).filter(([, text]) => !/\p{Script=Hangul}/u.test(text));
    const onlyValues = ([, text]: [string, string]) => /^[\s.,:~()%A-Z]*$/.test(text.replaceAll(/\{\w+\}/g, ''));
    assert.deepEqual(
      korean.filter((entry) => !onlyValues(entry)).map(([key]) => key),
      ['change.points', 'format.milliseconds'],
    );
  });

  it('are all used', () => {
    const literals = new Set(sources.flatMap(({ text }) => [...text.matchAll(/['"]([\w-]+\.[\w-]+)['"]/g)].map(part)));
    const patterns = templates().map(({ pattern }) => pattern);
    const unused = keys.filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    assert.deepEqual(unused, []);
  });

  it('are there for every key that is used', () => {
    const known = new Set(keys);
    const missing = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:t|rich|message)(?:<\w+>)?\(\s*'([^']+)'/g)]
        .map(part)
        .filter((key) => !known.has(key))
        .map((key) => `${file}: ${key}`),
    );
    for (const { file, pattern } of templates()) {
      if (!keys.some((key) => pattern.test(key))) missing.push(`${file}: ${pattern.source}`);
    }
    assert.deepEqual(missing, []);
  });
});

/** Names and addresses are the same in every language; the others are code between two braces. */
const notWords = /^(Summa|https?:\S+|catch|finally|else)$/;

describe('pages and components', () => {
  it('hold no words of their own', () => {
    const words = sources
      .filter(({ file }) => /^(app|components)\//.test(file))
      .flatMap(({ file, text }) => wordsIn(file, text).map((found) => `${file}: ${found}`));
    assert.deepEqual(words, []);
  });
});

/** Text between tags, in attributes people read, and literals that begin as a sentence does. */
function wordsIn(file: string, text: string): string[] {
  const drawn = file.endsWith('.tsx')
    ? [
        ...text.matchAll(/>\s*([^<>{}();=]*[A-Za-z]{2,}[^<>{}();=]*?)\s*<\//g),
        ...text.matchAll(/\}\s*([A-Za-z][^<>{}();=,&|]*[a-z])\s*[<{]/g),
        ...text.matchAll(/\b(?:aria-label|title|placeholder|alt|label|description)="([^"]*[A-Za-z]{2,}[^"]*)"/g),
      ]
    : [];
  const literals = [
    ...text.matchAll(/'((?:[A-Z][a-z]+|[A-Z])(?: [^'\n]*)?[a-z.…]?)'/g),
    ...text.matchAll(/(?<!Error\()`([A-Z][a-z]+ [^`\n]*)`/g),
  ];
  return [...drawn, ...literals].map(part).filter((found) => /[a-z]/.test(found) && !notWords.test(found));
}

/** Keys put together from a known part and a value, such as `state.${run.state}`. */
function templates(): { file: string; pattern: RegExp }[] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:t|rich|message)\(\s*`([a-z]+\.[^`]*\$\{[^`]*)`/g)].map((match) => ({
      file,
      pattern: new RegExp(
        `^${part(match)
          .replaceAll('.', '\\.')
          .replaceAll(/\$\{[^}]*\}/g, '[a-z]+')}$`,
      ),
    })),
  );
}

/** The names of values and tags in a message. */
function valuesOf(message: CompiledMessage): string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [name, type, branches] = node;
    found.add(String(name));
    // A tag holds its parts, a plural or a select a list of parts for each of its cases.
    if (typeof type !== 'number' || type === 0) node.slice(1).forEach(walk);
    else for (const branch of Object.values(branches ?? {})) if (Array.isArray(branch)) branch.forEach(walk);
  };
  if (Array.isArray(message)) message.forEach(walk);
  return [...found].sort();
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:])\/\/.*$/gm, '$1');
}

function part(match: RegExpMatchArray): string {
  return match[1] ?? '';
}
