import type { Viewer } from '#lib/auth/viewer.ts';
import { closest } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import type { Subject } from './query.ts';
import { shortened } from './shortened.ts';
import { visibleSummaries } from './visible-summaries.ts';

/** A list longer than this helps nobody to find a name. */
const mostNames = 20;

/** The name that was probably meant, or the names there are. */
export function hint(found: string, names: Iterable<string>): { message: Message } {
  const known = [...new Set(names)].sort();
  const meant = closest(known, found);
  if (meant !== undefined) return { message: message('ask.didYouMean', { meant }) };
  if (known.length === 0) return { message: message('ask.thereIsNone') };
  const shown = known.slice(0, mostNames).join(', ');
  return { message: message('ask.thereAre', { known: known.length > mostNames ? `${shown} …` : shown }) };
}

/** The same for what there is not and for what is not for this viewer. */
export function noSuchSubject(from: Subject, registry: Registry, viewer: Pick<Viewer, 'role' | 'groups'>): Message {
  const summaries = visibleSummaries(registry, viewer);
  if ('topic' in from) {
    const topics = summaries.flatMap(({ topic }) => topic ?? []);
    return message('ask.noTopic', { name: shortened(from.topic), hint: hint(from.topic, topics) });
  }
  const names = summaries.map(({ name }) => name);
  return message('ask.noSummary', { name: shortened(from.summary), hint: hint(from.summary, names) });
}

/** A subject as a sentence names it. */
export function subjectName(from: Subject): string {
  return 'topic' in from ? from.topic : from.summary;
}
