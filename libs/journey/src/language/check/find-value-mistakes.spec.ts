import { describe, expect, it } from 'vitest';
import { END, journey, like, steps } from '../../../test/checked.ts';
import { check } from './check.ts';

describe('values', () => {
  const SET = { id: 'a', set: { total: 'event.data.total' } };

  it.each<[string, object, unknown[]]>([
    [
      'a variable that nobody sets',
      steps(SET, { id: 'b', branch: [{ when: 'vars.totl > 1', then: 'done' }], else: 'done' }, END),
      [like('error', 'steps[1].branch[0].when', 'no step sets `vars.totl`')],
    ],
    [
      'a variable that is set later',
      steps({ id: 'b', branch: [{ when: 'vars.total > 1', then: 'a' }], else: 'a' }, SET, END),
      [like('warning', 'steps[0].branch[0].when', 'only later')],
    ],
    [
      'a variable before the run',
      journey({ start: { on: 'a', once: { per: 'vars.order' } } }),
      [like('error', 'start.once.per', 'no variables before')],
    ],
    [
      'what a wait and a collect keep',
      steps(
        { id: 'w', wait: { on: 'x', within: 'PT1H', as: 'paid' } },
        { id: 'c', collect: { for: 'PT1H' } },
        { id: 's', set: { n: 'size(vars.collected)', p: 'vars.paid.amount' } },
        END,
      ),
      [],
    ],
    [
      'a field of the data that was looked for beside them',
      journey({ start: { on: 'a', when: 'event.orderId == "1"' } }),
      [like('warning', 'start.when', 'no event has an attribute `orderId`')],
    ],
    [
      'an instant that is compared with a text',
      journey({ exit: [{ on: 'x', when: 'event.time < now' }] }),
      [like('error', 'exit[0].when', 'write timestamp(event.time)')],
    ],
    [
      'a wait until something that is no instant',
      steps({ id: 'a', wait: { until: 'now - timestamp("2026-01-01T00:00:00Z")' } }),
      [like('error', 'steps[0].wait.until', 'has to be an instant')],
    ],
    [
      'the names of a run in an audience',
      journey({ start: { audience: { where: 'start.data.area == recipient.area' } } }),
      [like('error', 'start.audience.where', 'Unknown variable: start')],
    ],
    [
      'a signal that there is not',
      journey({ start: { audience: { where: 'lastSignal.open > now - duration("72h")' } } }),
      [like('error', 'start.audience.where', 'no signal `open`')],
    ],
    [
      'nothing to collect without an event',
      journey({ start: { audience: {} }, steps: [{ id: 'c', collect: { for: 'PT1H' } }, END] }),
      [like('error', 'steps[0].collect.on', 'no event to collect')],
    ],
    [
      'lists in lists in lists',
      journey({ start: { on: 'a', when: 'event.data.a.all(x, x.all(y, y.all(z, z)))' } }),
      [like('error', 'start.when', 'one walk within another is the most')],
    ],
    [
      'an exit that ends each run with the next event',
      journey({ exit: [{ on: 'com.shop.order.shipped' }] }),
      [like('warning', 'exit[0]', 'ends the one before it')],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toEqual(findings);
  });
});
