import { deriveId, type MessageAttempted } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../../storage/contact-points.ts';
import { ApplyOptOuts } from './apply-opt-outs.ts';
import type { ReplyRule } from '../replies/publish-reply.ts';
import type { OptOutText } from './opt-out-text.ts';
import { TellOtherHolders } from './tell-other-holders.ts';

/**
 * Opt-outs that only the provider knew: it refused a message because the person had told it STOP. They hold as a STOP does, from
 * the attempt on; the person has been answered by the provider. That an answer to a text was refused tells nothing new: the text
 * itself has said what the person wants.
 */
@Injectable()
export class RecordProviderOptOuts {
  readonly #applyOptOuts: ApplyOptOuts;
  readonly #tellOtherHolders: TellOtherHolders;
  readonly #contactPoints: ContactPoints;

  constructor(
    @Inject(ApplyOptOuts) applyOptOuts: ApplyOptOuts,
    @Inject(TellOtherHolders) tellOtherHolders: TellOtherHolders,
    @Inject(ContactPoints) contactPoints: ContactPoints,
  ) {
    this.#applyOptOuts = applyOptOuts;
    this.#tellOtherHolders = tellOtherHolders;
    this.#contactPoints = contactPoints;
  }

  /** Each message once; a contact point that is gone by now stands for no address any more. */
  async execute(facts: readonly Received<MessageAttempted>[], unit: UnitOfWork): Promise<void> {
    const refused = facts.flatMap(({ data, traceparent }) =>
      data.optedOut === undefined || isAnswer(data)
        ? []
        : [{ recipient: data.recipient, contactPoint: data.optedOut, data, traceparent }],
    );
    if (refused.length === 0) return;
    const addresses = await this.#contactPoints.addresses(unit.sql, refused);
    const optOuts = refused.flatMap(({ recipient, contactPoint, data, traceparent }): OptOutText[] => {
      const held = addresses.find((one) => one.recipient === recipient && one.contactPoint === contactPoint);
      if (held === undefined) return [];
      const { addressHash, family } = held;
      return [
        {
          id: deriveId('provider-opt-out', data.messageId),
          meaning: 'opt-out',
          family,
          addressHash,
          holder: { recipient, contactPoint },
          method: 'provider',
          recordedBy: data.provider ?? 'unknown',
          at: new Date(Math.min(Date.parse(data.calledAt ?? data.at), unit.now.getTime())),
          traceparent,
        },
      ];
    });
    const apply = (copies: readonly OptOutText[], inUnit: UnitOfWork): Promise<unknown> =>
      this.#applyOptOuts.execute(copies, inUnit);
    await apply(optOuts, unit);
    await this.#tellOtherHolders.execute(optOuts, unit, apply);
  }
}

/** Consent says nothing else by itself but the question of a double opt-in. */
function isAnswer({ runId, permission }: MessageAttempted): boolean {
  const question: ReplyRule = 'double-opt-in-question';
  return runId === null && permission?.why.rule !== question;
}
