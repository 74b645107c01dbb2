import { setTimeout as wait } from 'node:timers/promises';
import type { Fate } from '../faults/dice.ts';
import type { Outcome } from '../ledger/ledger.ts';
import type { CarryReply } from '../phones/phone.ts';
import type { World } from '../world.ts';
import { addressText, receiptOf, textOfPerson, TON } from './deliveries.ts';
import { type LongTexts, textOf } from './long-texts.ts';
import type { Receivers } from './receivers.ts';
import type { SmppPdu } from './smpp-library.ts';

/** What a submit_sm meets. */
export interface Smsc {
  readonly world: World;
  readonly receivers: Receivers;
  readonly longTexts: LongTexts;
  readonly nextId: () => string;
}

/** Whom to tell what became of it. */
export interface Caller {
  readonly answer: (fields: object) => void;
  /** Ends the session without an answer. */
  readonly unbind: () => void;
  readonly reset: () => void;
}

/** SMPP 3.4, 5.1.3. */
const STATUS = { systemError: 0x08, invalidDestination: 0x0b, submitFailed: 0x45, throttled: 0x58 } as const;
/** A registered_delivery that asks for the final outcome. */
const WANTS_RECEIPT = 0x01;
const NUMBER = /^\d{3,15}$/;

interface Ending {
  readonly outcome: Outcome;
  /** The status of the answer; none when there is no answer. */
  readonly status: number | undefined;
  readonly isAccepted: boolean;
}

/**
 * Plays one submit_sm, with the faults of `smpp`, in the order of all protocols: accept, early receipt, latency, ledger line
 * written, answer (or reset), receipt. Answers overtake each other as they like.
 */
export async function takeSubmit(smsc: Smsc, pdu: SmppPdu, caller: Caller): Promise<void> {
  const { world } = smsc;
  const receivedAt = new Date();
  const fate = world.faults.roll('smpp');
  const { outcome, status, isAccepted } = endingOf(fate, pdu);
  const acceptedAt = new Date();
  const id = isAccepted ? smsc.nextId() : null;
  if (id !== null && !fate.undelivered) show(smsc, pdu, id, acceptedAt);
  const report = async (): Promise<void> => {
    if (id !== null && !fate.noReceipt) await bringReceipts(smsc, pdu, id, fate);
  };
  if (fate.earlyReceipt) await report();
  if (fate.latencyMs > 0) await pause(fate.latencyMs, world.closing);
  await world.ledger.append({
    time: receivedAt.toISOString(),
    acceptedAt: isAccepted ? acceptedAt.toISOString() : null,
    respondedAt: status === undefined ? null : new Date().toISOString(),
    protocol: 'smpp',
    providerId: id,
    // A submit_sm has no field for a reference of the caller.
    reference: null,
    recipient: addressText(pdu.dest_addr_ton, pdu.destination_addr),
    body: textOf(pdu),
    outcome,
  });
  if (outcome === 'resetAfterAccept') caller.reset();
  else if (status === undefined) caller.unbind();
  else caller.answer(status === 0 ? { message_id: id } : { command_status: status });
  if (!fate.earlyReceipt) void report();
}

function endingOf(fate: Fate, pdu: SmppPdu): Ending {
  const not = (outcome: Outcome, status: number): Ending => ({ outcome, status, isAccepted: false });
  if (fate.answer === 'throttle') return not('throttled', STATUS.throttled);
  if (fate.answer === 'error') return not('error', STATUS.systemError);
  if (!NUMBER.test(pdu.destination_addr ?? '')) return not('refused', STATUS.invalidDestination);
  if (fate.answer === 'refuse') return not('refused', STATUS.submitFailed);
  const isAccepted = true;
  // An SMSC never answers with an error about what it has taken: it loses its mind, or the connection, before it can answer.
  if (fate.answer === 'errorAfterAccept' || fate.answer === 'resetAfterAccept')
    return { outcome: fate.answer, status: undefined, isAccepted };
  return { outcome: 'accepted', status: 0, isAccepted };
}

/** Shows the text on the phone, once it is whole. */
function show(smsc: Smsc, pdu: SmppPdu, id: string, at: Date): void {
  const text = smsc.longTexts.add(pdu);
  if (text === undefined) return;
  const phone = `+${pdu.destination_addr}`;
  smsc.world.phones.receive(phone, {
    channel: 'sms',
    provider: 'smpp',
    messageId: id,
    text,
    from: addressText(pdu.source_addr_ton, pdu.source_addr),
    receivedAt: at.toISOString(),
    ...(pdu.source_addr_ton === TON.alphanumeric ? {} : { carryReply: carryTo(smsc, phone, pdu) }),
  });
}

function carryTo({ receivers }: Smsc, phone: string, submit: SmppPdu): CarryReply {
  return (text) => ({
    protocol: 'smpp',
    bring: () => receivers.bringNow(textOfPerson(phone, submit, text)),
  });
}

async function bringReceipts({ receivers }: Smsc, pdu: SmppPdu, id: string, fate: Fate): Promise<void> {
  if (((pdu.registered_delivery ?? 0) & WANTS_RECEIPT) === 0) return;
  const receipt = receiptOf(pdu, id, new Date(), fate.undelivered);
  await receivers.bring(receipt);
  if (fate.duplicateReceipt) await receivers.bring(receipt);
}

async function pause(latencyMs: number, closing: AbortSignal): Promise<void> {
  await wait(latencyMs, undefined, { signal: closing }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}
