import { CHANNELS } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { canReport, reportableSignals } from './signals.ts';

describe('reportable signals', () => {
  it('every channel reports delivery', () => {
    for (const channel of CHANNELS) expect(reportableSignals(channel)).toContain('delivered');
  });

  it.each([
    ['push', 'opened', true],
    ['push', 'read', true],
    ['push', 'replied', false],
    ['sms', 'delivered', true],
    ['sms', 'read', false],
    ['sms', 'clicked', false],
    ['sms', 'replied', true],
    ['rcs', 'opened', true],
  ] as const)('%s until %s makes sense: %s', (channel, wanted, expected) => {
    expect(canReport(channel, wanted)).toBe(expected);
  });
});
