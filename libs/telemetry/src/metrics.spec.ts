import { describe, expect, it } from 'vitest';
import { counter, gauge, histogram, renderMetrics } from './metrics.ts';

function shown(prefix: string): string[] {
  return renderMetrics()
    .split('\n')
    .filter((line) => line.startsWith(prefix));
}

describe('metrics', () => {
  it('count by label, and start at 0 without labels', () => {
    counter('t_plain_total', 'plain');
    const attempts = counter('t_attempts_total', 'attempts', ['provider']);
    attempts.inc({ provider: 'fcm' });
    attempts.inc({ provider: 'fcm' }, 2);
    counter('t_attempts_total', 'the same one', ['provider']).inc({ provider: 'a"b\n' });
    expect(shown('t_plain')).toEqual(['t_plain_total 0']);
    expect(shown('t_attempts')).toEqual([
      't_attempts_total{provider="fcm"} 3',
      't_attempts_total{provider="a\\"b\\n"} 1',
    ]);
    expect(() => attempts.inc({ provider: 'fcm' }, -1)).toThrow(RangeError);
  });

  it('read gauges when they are gathered, the last reader counts', () => {
    gauge('t_age', 'age', () => 1);
    gauge('t_age', 'age', () => [
      { labels: { lane: 'plain' }, value: 2 },
      { labels: { lane: 'urgent' }, value: Infinity },
    ]);
    expect(shown('t_age')).toEqual(['t_age{lane="plain"} 2', 't_age{lane="urgent"} +Inf']);
  });

  it('show histograms cumulatively', () => {
    const late = histogram('t_late_seconds', 'lateness', [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) late.observe(seconds, { lane: 'plain' });
    expect(shown('t_late')).toEqual([
      't_late_seconds_bucket{lane="plain",le="0.1"} 2',
      't_late_seconds_bucket{lane="plain",le="1"} 3',
      't_late_seconds_bucket{lane="plain",le="+Inf"} 4',
      't_late_seconds_sum{lane="plain"} 7.65',
      't_late_seconds_count{lane="plain"} 4',
    ]);
  });

  it('refuse names that Prometheus would not read, and a change of type', () => {
    expect(() => counter('not a name', 'x')).toThrow(TypeError);
    histogram('t_kind', 'x', [1]);
    expect(() => counter('t_kind', 'x')).toThrow(TypeError);
  });
});
