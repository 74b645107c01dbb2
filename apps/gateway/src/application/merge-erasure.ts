import type { ErasureView, ServiceErasureView } from '@hermod/api';
import { goneFromKafkaAfterMs } from '@hermod/contracts';
import type { ErasureMark } from '../outbound/rights-services.ts';

/** What goes with a recipient, and what stays and why, by service; consent tells its own. */
const ACCOUNTS: Readonly<Record<string, Pick<ServiceErasureView, 'erased' | 'kept'>>> = {
  routing: {
    erased: [
      'attributes, and when which events and signals came last',
      'runs: they end, and their events, variables and reasons go, with what `once` counted by',
      'places on lists of launches',
    ],
    kept: ['that runs were, when, and through which steps they went, under the opaque id'],
  },
  delivery: {
    erased: [
      'addresses, attributes and contents of messages, and the words that were made of them',
      "providers' ids and words for attempts",
      'withdrawn consents',
    ],
    kept: [
      'that messages were handed over, when, to which provider and how that ended: every hand-over is accounted for',
      'a STOP, as an HMAC, and the START that lifts it: what was permitted at the same moment is not sent',
    ],
  },
  receipts: {
    erased: ['which numbers are whose', "providers' words for reports, and their ids of texts"],
    kept: [
      'that a message was reported as delivered, opened or the like, when and by whom',
      'that a text came from an address, as an HMAC, and how it was understood: a repeat is told from a new one',
    ],
  },
};

/**
 * What has become of an erasure in all services: pending where a service has not said that it is done.
 * @param base what consent says: whom, when and why it was asked for, and its own part.
 */
export function mergeErasure(
  base: ErasureView,
  marks: ReadonlyMap<string, ErasureMark | undefined>,
  now: Date,
): ErasureView {
  const asked = new Date(base.erasedAt);
  const others = [...marks].map(([service, mark]): ServiceErasureView => {
    const isDone = mark !== undefined && mark.erasedAt >= asked;
    return {
      service,
      ...(isDone
        ? { status: 'erased' as const, erasedAt: mark.doneAt.toISOString() }
        : { status: 'pending' as const }),
      ...(ACCOUNTS[service] ?? { erased: [], kept: [] }),
    };
  });
  const services = [...base.services, ...others];
  const isErased = services.every(({ status }) => status === 'erased');
  const done = services.map(({ erasedAt }) => (erasedAt === undefined ? now : new Date(erasedAt)));
  // What a service told of the person before it had erased is the last that Kafka got.
  const last = Math.max(...done.map((at) => at.getTime()));
  const goneBy = (what: Parameters<typeof goneFromKafkaAfterMs>[0]): string =>
    new Date(last + goneFromKafkaAfterMs(what)).toISOString();
  const copies = [
    { where: 'Kafka', goneBy: goneBy('flow') },
    { where: 'dead letters in Kafka', goneBy: goneBy('dead letters') },
  ];
  const isGone = isErased && copies.every((copy) => new Date(copy.goneBy) <= now);
  return { ...base, status: isGone ? 'complete' : isErased ? 'erased' : 'erasing', services, copies };
}
