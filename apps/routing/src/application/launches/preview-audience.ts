import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { HermodError, type JsonObject } from '@hermod/contracts';
import { type CompiledJourney, type EventView, readJourney } from '@hermod/journey';
import { type Member, pageOfKnown } from '../../storage/audience.ts';
import { Journeys } from '../../storage/journeys.ts';
import { Transactions } from '../../storage/transactions.ts';
import { judgeMember } from './judge-member.ts';
import { launchEvent } from './launch-of.ts';

/** Whom a launch would be for, as far as there was time to look. */
export interface AudiencePreview {
  readonly seen: number;
  readonly chosen: number;
  readonly missing: { readonly count: number; readonly because?: string };
  readonly sample: readonly string[];
  /** False: there are more recipients than could be looked at in the time that a preview takes. */
  readonly complete: boolean;
}

const AT_ONCE = 500;
const SAMPLE = 20;
const LOOK_AT_MOST_MS = 4_000;

/** Counts whom the audience of a journey's draft would choose now; nothing is started and nothing locked. */
@Injectable()
export class PreviewAudience {
  readonly #transactions: Transactions;
  readonly #journeys: Journeys;
  constructor(@Inject(Transactions) transactions: Transactions, @Inject(Journeys) journeys: Journeys) {
    this.#transactions = transactions;
    this.#journeys = journeys;
  }

  /**
   * @param event the event of `on`, where the condition asks for it; else what a launch by hand would bring.
   * @throws HermodError JOURNEY_NOT_FOUND, LAUNCH_NO_AUDIENCE
   */
  async execute(journey: string, event: JsonObject | undefined): Promise<AudiencePreview> {
    const compiled = await this.#compiled(journey);
    const now = new Date();
    const view: EventView = event ?? launchEvent(journey, randomUUID(), now, {});
    const tally = new Tally(compiled, view, now);
    const until = performance.now() + LOOK_AT_MOST_MS;
    let after = '';
    for (;;) {
      const members = await this.#transactions.run((sql) => pageOfKnown(sql, after, AT_ONCE));
      for (const member of members) tally.add(member);
      if (members.length < AT_ONCE) return tally.preview(true);
      if (performance.now() > until) return tally.preview(false);
      after = members.at(-1)!.recipient;
    }
  }

  async #compiled(journey: string): Promise<CompiledJourney> {
    const draft = await this.#journeys.findDraft(journey);
    if (draft === undefined) {
      throw new HermodError('JOURNEY_NOT_FOUND', `there is no journey ${journey}`, {
        field: 'id',
        fix: 'GET /v1/journeys lists them',
      });
    }
    const compiled = readJourney(draft.source, draft.format);
    if (compiled.document.start.audience !== undefined) return compiled;
    throw new HermodError('LAUNCH_NO_AUDIENCE', `the draft of ${journey} has no audience`, {
      field: 'start.audience',
      fix: 'give it start.audience',
    });
  }
}

/** What was seen so far. */
class Tally {
  readonly #compiled: CompiledJourney;
  readonly #event: EventView;
  readonly #now: Date;
  readonly #sample: string[] = [];
  #seen = 0;
  #chosen = 0;
  #missing = 0;
  #because: string | undefined;

  constructor(compiled: CompiledJourney, event: EventView, now: Date) {
    this.#compiled = compiled;
    this.#event = event;
    this.#now = now;
  }

  add(member: Member): void {
    const { chosen, missing } = judgeMember(this.#compiled, member, this.#event, this.#now);
    this.#seen += 1;
    if (missing !== undefined) {
      this.#missing += 1;
      this.#because ??= missing;
    }
    if (!chosen) return;
    this.#chosen += 1;
    if (this.#sample.length < SAMPLE) this.#sample.push(member.recipient);
  }

  preview(complete: boolean): AudiencePreview {
    const because = this.#because;
    return {
      seen: this.#seen,
      chosen: this.#chosen,
      missing: { count: this.#missing, ...(because === undefined ? {} : { because }) },
      sample: this.#sample,
      complete,
    };
  }
}
