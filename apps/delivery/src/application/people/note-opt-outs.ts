import { Injectable } from '@nestjs/common';
import type { ConsentChanged, InboundReceived } from '@hermod/contracts';
import { loadErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { addOptOuts, type OptOut } from '../../storage/opt-outs.ts';

/** Remembers opt-outs for the last look: straight from the person's text, and as consent understood them. */
@Injectable()
export class NoteOptOuts {
  fromInbound(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): Promise<void> {
    const optOuts = facts.flatMap(({ data, inboxKey }): OptOut[] => {
      // The copy for the number itself concerns recipients that consent tells of.
      if (data.recipient === undefined || data.meaning !== 'opt-out') return [];
      const scope = { channels: ['sms' as const, 'mms' as const, 'rcs' as const] };
      const { recipient, addressHash, at } = data;
      return [{ recipient, factKey: inboxKey, addressHash, scope, at: new Date(at), lifts: false }];
    });
    return addOptOuts(unit.sql, optOuts);
  }

  /** What consent said before the recipient was erased concerns nothing that could still be sent, but for a START. */
  async fromConsent(facts: readonly Received<ConsentChanged>[], unit: UnitOfWork): Promise<void> {
    const erased = await loadErased(
      unit.sql,
      facts.map(({ data }) => data.recipient),
    );
    const optOuts = facts.flatMap(({ data, inboxKey }): OptOut[] => {
      const { recipient, scope, state } = data;
      const lifts = state === 'lifted';
      const at = new Date(lifts ? data.at : data.recordedAt);
      const optOut = { recipient, factKey: inboxKey, addressHash: undefined, scope, at, lifts };
      if (at > (erased.get(recipient) ?? BEFORE_ALL)) return [optOut];
      return lifts ? [{ ...optOut, scope: { channels: scope.channels } }] : [];
    });
    await addOptOuts(unit.sql, optOuts);
  }
}

const BEFORE_ALL = new Date(0);
