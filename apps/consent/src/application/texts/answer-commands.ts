import { REPLY_WITHIN_MS } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { AnsweredNumbers } from '../../storage/answered-numbers.ts';
import { AnswerPerson, type Answer } from '../replies/answer-person.ts';
import { type Answerable, decideAnswer, withAnswer } from './decide-answer.ts';
import type { HeardText } from './heard-text.ts';

type Command = HeardText & Answerable;

/** Answers STOP, START and HELP, where the provider hasn't done so. */
@Injectable()
export class AnswerCommands {
  readonly #numbers: AnsweredNumbers;
  readonly #answerPerson: AnswerPerson;

  constructor(
    @Inject(AnsweredNumbers) numbers: AnsweredNumbers,
    @Inject(AnswerPerson) answerPerson: AnswerPerson,
  ) {
    this.#numbers = numbers;
    this.#answerPerson = answerPerson;
  }

  /**
   * When what the texts say has been applied.
   * @param instants that count for STOPs and STARTs, by id: a replayed START is as old as it was.
   */
  async execute(
    texts: readonly HeardText[],
    instants: ReadonlyMap<string, Date>,
    unit: UnitOfWork,
  ): Promise<void> {
    const commands = texts
      .filter(isCommand)
      .filter(({ isLead, isAnswered, family }) => isLead && !isAnswered && family === 'sms')
      .map((text) => ({ ...text, at: instants.get(text.id) ?? text.at }))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime());
    if (commands.length === 0) return;
    const hashes = commands.map(({ addressHash }) => addressHash);
    const numbers = await this.#numbers.hold(unit.sql, hashes);
    const answers: Answer[] = [];
    for (const command of commands) {
      const number = numbers.get(command.addressHash)!;
      if (!decideAnswer(command, number, unit.now)) continue;
      numbers.set(command.addressHash, withAnswer(number, command));
      answers.push(toAnswer(command));
    }
    await this.#numbers.remember(unit.sql, numbers);
    await this.#answerPerson.execute(answers, unit);
  }
}

function isCommand(text: HeardText): text is Command {
  return text.meaning === 'opt-out' || text.meaning === 'opt-in' || text.meaning === 'help';
}

function toAnswer(text: Command): Answer {
  switch (text.meaning) {
    case 'help':
      return { text, kind: 'help', rule: 'answer-to-help' };
    case 'opt-in':
      return { text, kind: 'started', rule: 'answer-to-start' };
    case 'opt-out': {
      const expiresAt = new Date(text.at.getTime() + REPLY_WITHIN_MS);
      return { text, kind: 'stopped', rule: 'answer-to-stop', expiresAt };
    }
  }
}
