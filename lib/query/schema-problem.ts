import type { z } from 'zod';
import { isMessageKey } from '#lib/i18n/languages.ts';
import { type Message, message } from '#lib/i18n/message.ts';

/** What `querySchema` found wrong, for a person: which part of the question, and what is expected of it. */
export function schemaProblem(issue: z.core.$ZodIssue | undefined): Message {
  const meant = inside(issue);
  if (meant && isMessageKey(meant.message)) {
    return message(meant.message, meant.code === 'too_big' ? { maximum: Number(meant.maximum) } : {});
  }
  const part = partOf(issue);
  if (issue?.code === 'invalid_value') {
    return message('ask.oneOf', {
      part,
      known: issue.values.map((value) => String(value).replace(' ', '-')).join(', '),
    });
  }
  return message('ask.shape', { part });
}

/** Of a choice of shapes, what is wrong with the one that was meant. */
function inside(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  return issue.errors.flat().find((each) => isMessageKey(each.message));
}

/** The part of the question as its address calls it. */
function partOf(issue: z.core.$ZodIssue | undefined): string {
  const part = String(issue?.path[0] ?? '');
  return { from: 'topic', dimensions: 'by', pivotLimit: 'pivot-limit' }[part] ?? part;
}
