import type { InboundReceived } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { AnswerCommands } from './answer-commands.ts';
import { ApplyOptOuts } from './apply-opt-outs.ts';
import { ConfirmOptIns } from './confirm-opt-ins.ts';
import { heardTextsOf } from './heard-text.ts';
import { optOutsAmong } from './opt-out-text.ts';
import { RecordObjections } from './record-objections.ts';
import { TellOtherHolders } from './tell-other-holders.ts';

/** What people write: STOP, START, HELP, YES, what may ask for an end. */
@Injectable()
export class HeedInbound {
  constructor(
    @Inject(ApplyOptOuts) private readonly applyOptOuts: ApplyOptOuts,
    @Inject(RecordObjections) private readonly recordObjections: RecordObjections,
    @Inject(ConfirmOptIns) private readonly confirmOptIns: ConfirmOptIns,
    @Inject(AnswerCommands) private readonly answerCommands: AnswerCommands,
    @Inject(TellOtherHolders) private readonly tellOtherHolders: TellOtherHolders,
  ) {}

  async execute(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): Promise<void> {
    const texts = heardTextsOf(facts, unit.now);
    const optOuts = optOutsAmong(texts);
    const objections = texts.filter(({ meaning }) => meaning === 'objection');
    const instants = await this.applyOptOuts.execute(optOuts, unit);
    await this.recordObjections.execute(objections, unit);
    await this.confirmOptIns.execute(texts, unit);
    await this.answerCommands.execute(texts, instants, unit);
    // Each has one copy from which the others follow: that for the address, or the lead.
    const aboutAddresses = optOuts.filter(({ holder }) => holder === undefined);
    await this.tellOtherHolders.execute(aboutAddresses, unit, (copies, follower) =>
      this.applyOptOuts.execute(copies, follower),
    );
    const leads = objections.filter(({ isLead }) => isLead);
    await this.tellOtherHolders.execute(leads, unit, (copies, follower) =>
      this.recordObjections.execute(copies, follower),
    );
  }
}
