/** Journeys with one mistake each, of the kind that a schema can tell. For the tests. */

/** A journey of one step, and an end. */
export function journeyWith(step: object, head: object = {}): Readonly<Record<string, unknown>> {
  return {
    journey: 'j',
    purpose: 'transactional',
    start: { on: 'a' },
    ...head,
    steps: [step, { id: 'over', end: 'over' }],
  };
}

/** A step of each kind that has `then`, in each form that has outcomes of its own. */
export const STEPS = {
  escalate: [{ escalate: [{ sms: 't', until: 'delivered', within: 'PT1M' }] }],
  send: [
    { send: [{ sms: 't' }] },
    { send: [{ sms: 't' }], await: 'any', until: 'delivered', within: 'PT1M' },
  ],
  ask: [{ ask: [{ sms: 't', within: 'PT1M' }], replies: [{ id: 'yes', text: 'Yes' }] }],
  wait: [{ wait: { for: 'PT1M' } }, { wait: { until: 'now' } }, { wait: { on: 'b', within: 'PT1M' } }],
  collect: [{ collect: { on: 'b', for: 'PT1M' } }],
  publish: [{ publish: { type: 'b' } }],
  set: [{ set: { a: '1' } }],
} as const;

const SENT = { id: 'a', send: [{ sms: 't' }] };
const rung = (rungOf: object): object =>
  journeyWith({ id: 'a', escalate: [{ until: 'delivered', within: 'PT1M', ...rungOf }] });
const wait = (waitOf: object): object => journeyWith({ id: 'a', wait: waitOf });
const start = (startOf: object): object => journeyWith(SENT, { start: startOf });

/** Each with what is wrong. */
export const BROKEN: readonly (readonly [what: string, document: unknown])[] = [
  ['no object', 'journey'],
  ['a document without steps', { journey: 'j', purpose: 'critical', start: { on: 'a' }, steps: [] }],
  ['a head with a foreign field', journeyWith(SENT, { owner: 'me' })],
  ['a name with a space', journeyWith(SENT, { journey: 'a b' })],
  ['a purpose that is none', journeyWith(SENT, { purpose: 'urgent' })],
  ['an expiry in words', journeyWith(SENT, { expires: 'two days' })],
  ['a start by nothing', start({})],
  ['a condition of no event', start({ when: 'true', audience: {} })],
  ['`once` without its value', start({ on: 'a', once: { within: 'P1D' } })],
  ['an audience at two times', start({ audience: { at: '2026-11-27T08:00:00Z', every: '0 9 * * mon' } })],
  ['an audience with an event and a time', start({ on: 'a', audience: { every: '0 9 * * mon' } })],
  ['a zone without a time', start({ audience: { zone: 'UTC' } })],
  ['a cron pattern of four fields', start({ audience: { every: '0 9 * *' } })],
  ['a pace of nothing', start({ audience: { pace: 0 } })],
  ['an exit by nothing', journeyWith(SENT, { exit: [{ when: 'true' }] })],
  ['a step that does nothing', journeyWith({ id: 'a' })],
  ['a step that does two things', journeyWith({ ...SENT, wait: { for: 'PT1M' } })],
  ['a step of an unknown kind', journeyWith({ id: 'a', wayt: { for: 'PT1M' } })],
  ['a step without an id', journeyWith({ send: [{ sms: 't' }] })],
  ['a rung without a channel', rung({})],
  ['a rung with two channels', rung({ sms: 't', push: 't' })],
  ['a rung without a time', journeyWith({ id: 'a', escalate: [{ sms: 't', until: 'delivered' }] })],
  ['a rung that awaits what is no signal', rung({ sms: 't', until: 'seen' })],
  ['eleven rungs', journeyWith({ id: 'a', escalate: Array.from({ length: 11 }, () => rung({ sms: 't' })) })],
  ['a message without a channel', journeyWith({ id: 'a', send: [{}] })],
  ['a message with two channels', journeyWith({ id: 'a', send: [{ sms: 't', rcs: 't' }] })],
  ['`await` without its signal', journeyWith({ ...SENT, await: 'any', within: 'PT1M' })],
  ['a signal that nobody awaits', journeyWith({ ...SENT, until: 'delivered' })],
  ['a wait for nothing', wait({})],
  ['a wait in two forms', wait({ for: 'PT1M', until: 'now' })],
  ['an event that is awaited without an end', wait({ on: 'b' })],
  ['a condition of a time', wait({ for: 'PT1M', when: 'true' })],
  ['hours without an end', wait({ until: { from: '09:00' } })],
  ['hours that no clock shows', wait({ until: { from: '9:00', to: '25:00' } })],
  ['a day that no week has', wait({ until: { from: '09:00', to: '10:00', days: ['monday'] } })],
  ['a branch without else', journeyWith({ id: 'a', branch: [{ when: 'true', then: 'over' }] })],
  ['a split of one share', journeyWith({ id: 'a', split: [{ share: 100, then: 'over' }] })],
  ['a collection without a time', journeyWith({ id: 'a', collect: { on: 'b' } })],
  ['an event without a type', journeyWith({ id: 'a', publish: { data: { a: '1' } } })],
  ['a variable that CEL can not name', journeyWith({ id: 'a', set: { 'a-b': '1' } })],
  ['a set of nothing', journeyWith({ id: 'a', set: {} })],
  ['an outcome of another kind', journeyWith({ ...SENT, then: { collected: 'over' } })],
  ['visits without a number', journeyWith({ ...SENT, visits: 'often' })],
];
