import type { Weakness } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';

const JOURNEY = {
  journey: 'order-shipped',
  purpose: 'transactional',
  start: { on: 'com.shop.order.shipped' },
  steps: [
    {
      id: 'tell',
      escalate: [
        { email: 'an-email', until: 'opened', within: 'PT1H' },
        { sms: 'a-sms', until: 'delivered', within: 'PT10M' },
      ],
      then: { reached: 'done', exhausted: 'gone' },
    },
    { id: 'gone', end: 'not-told' },
    { id: 'done', end: 'told' },
  ],
};
const WHY = { rule: 'reported', values: {} };

const played = (): Play => new Play(JOURNEY).accepted(1).pass(60);
const reported = (play: Play, receipt: 'opened' | 'clicked', weak?: Weakness): Play =>
  play.tell({ kind: 'receipt', messageId: play.message(1), receipt, weak, why: WHY });

describe('a receipt that says little', () => {
  it.each([
    ['clicked', 'scanner'],
    ['opened', 'prefetch'],
  ] as const)('%s by a %s is told and moves nothing', (receipt, weak) => {
    const play = reported(played(), receipt, weak);
    expect(play.told.join('\n')).toContain(`${receipt} (weak: ${weak})`);
    expect(play.run.status).toBe('running');
  });

  it('of a picture that was fetched counts, and is told as weak', () => {
    const play = reported(played(), 'opened', 'image');
    expect(play.told.join('\n')).toContain('opened (weak: image)');
    expect(play.run.status).toBe('ended');
  });

  it('hides none of a person that comes later', () => {
    const play = reported(reported(played(), 'clicked', 'scanner'), 'clicked');
    expect(play.run.status).toBe('ended');
  });

  it('is told as late after the end', () => {
    const play = reported(reported(played(), 'opened'), 'clicked', 'scanner');
    expect(play.told.join('\n')).toContain('clicked (weak: scanner) (late)');
  });
});
