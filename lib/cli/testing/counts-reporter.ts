// A reporter for `node --test` that prints one line of JSON: the counts of the whole run.
import type { EventData } from 'node:test';

type TestEvent = { type: string; data: Partial<EventData.TestSummary> };

export default async function* countsReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    // A summary comes for each file, too; the whole run's names none.
    if (type === 'test:summary' && data.file === undefined && data.counts) {
      const { passed, tests, skipped, todo } = data.counts;
      yield `${JSON.stringify({ passed, skipped: skipped + todo, failed: tests - passed - skipped - todo })}\n`;
    }
  }
}
