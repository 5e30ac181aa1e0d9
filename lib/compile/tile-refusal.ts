import { english } from '#lib/i18n/languages.ts';
import { type Message, say } from '#lib/i18n/message.ts';

/** A question that has no right answer; what it says is why, and what can be asked instead. */
export class Refusal extends Error {
  readonly said: Message;

  constructor(said: Message) {
    super(say(said, english));
    this.name = 'Refusal';
    this.said = said;
  }
}
