import type { InboundReceived } from '@hermod/contracts';
import { type AnswerableRun, matchAnswer, type MatchedAnswer } from '@hermod/journey';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { loadAttributes } from '../../storage/recipients.ts';
import { keepUnmatched, type UnmatchedAnswer } from '../../storage/unmatched-answers.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { RememberActivity } from '../launches/remember-activity.ts';
import { RunChanges } from '../runs/run-changes.ts';

type Inbound = Received<InboundReceived>;

/** Stories say what was answered; the words themselves stand in the run's variable only. */
const HOW = { named: 'tapped or followed', text: 'written' } as const;

/**
 * Leads what people write, tap and click to the run that asked them. What answers nothing is kept for somebody to read: an answer
 * that is lost is a person who was not heard.
 */
@Injectable()
export class TakeAnswers {
  readonly #catalog: JourneyCatalog;
  readonly #activity: RememberActivity;

  constructor(
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(RememberActivity) activity: RememberActivity,
  ) {
    this.#catalog = catalog;
    this.#activity = activity;
  }

  async execute(facts: readonly Inbound[], unit: UnitOfWork): Promise<void> {
    const texts = facts.filter(({ data }) => data.kind === 'text');
    if (texts.length === 0) return;
    const held = texts.filter(({ data }) => data.recipient !== undefined);
    const changes = RunChanges.of(unit, this.#catalog);
    const running = await changes.loadRunning(new Set(held.map(({ recipient }) => recipient)));
    await changes.load(held.flatMap(({ data }) => data.answer?.runId ?? []));
    const attributes = await loadAttributes(unit.sql, [...new Set(held.map(({ recipient }) => recipient))]);
    const unmatched: UnmatchedAnswer[] = [];
    for (const fact of texts) {
      const runs = runsOf(fact, running, changes);
      const matched = matchAnswer(runs, toMatch(fact));
      if (matched === undefined) unmatched.push(...unmatchedBy(fact));
      else this.#tell(fact, matched, changes, attributes.get(fact.recipient) ?? {}, unit);
    }
    await keepUnmatched(unit.sql, unmatched, unit.now);
  }

  #tell(
    fact: Inbound,
    { runId, messageId, reply }: MatchedAnswer,
    changes: RunChanges,
    attributes: Readonly<Record<string, unknown>>,
    unit: UnitOfWork,
  ): void {
    const { data, traceparent } = fact;
    const at = Date.parse(data.at);
    const rule = data.answer === undefined ? HOW.text : HOW.named;
    const why = { rule, values: { at: data.at, channel: data.channel } };
    this.#activity.answers([fact], unit);
    const stimulus = { kind: 'answer', messageId, reply, text: data.text, at, why } as const;
    changes.apply(runId, stimulus, attributes, traceparent);
  }
}

/** The runs of whoever wrote, and the one that the inbound names, if it is theirs. */
function runsOf(
  { recipient, data }: Inbound,
  running: readonly string[],
  changes: RunChanges,
): AnswerableRun[] {
  const named = data.answer?.runId;
  const ids = new Set([...running, ...(typeof named === 'string' ? [named] : [])]);
  return [...ids].flatMap((id) => {
    const known = changes.get(id);
    if (known === undefined || known.stored.run.recipient !== recipient) return [];
    return [{ run: known.stored.run, journey: known.journey }];
  });
}

const toMatch = ({ data }: Inbound) => ({
  channel: data.channel,
  to: data.to,
  text: data.text ?? '',
  meaning: data.meaning,
  answer: data.answer,
});

/**
 * Commands are consent's and concern no run. Of the copies of a text one is told: the lead, which goes to the first of those who
 * hold the number.
 */
function unmatchedBy({ id, recipient, data }: Inbound): UnmatchedAnswer[] {
  const { meaning, lead, channel, to, text, at, answer } = data;
  const isAnswer = meaning === undefined || meaning === 'answer' || meaning === 'confirmation';
  if (!isAnswer || lead !== true) return [];
  const why =
    answer !== undefined
      ? 'it names a message that is none of theirs'
      : data.recipient === undefined
        ? 'nobody has this address'
        : 'nothing that was asked waits for an answer';
  return [{ id, key: recipient, isRecipient: data.recipient !== undefined, channel, to, text, at, why }];
}
