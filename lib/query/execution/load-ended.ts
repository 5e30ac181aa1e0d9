import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

/** Why a statement was given up: whoever asked has left. Hardly anybody reads it. */
export class LoadEnded extends PersonError {
  constructor() {
    super({ message: message('problem.left'), status: 499 });
    this.name = 'LoadEnded';
  }
}
