import { describe, expect, it } from 'vitest';
import { mergeMetrics } from './merge-metrics.ts';

const text = (value: number) =>
  `# HELP up_total it's up\n# TYPE up_total counter\nup_total{lane="plain"} ${value}\n`;

describe('merged metrics', () => {
  it('label each sample and describe each metric once', () => {
    const histogram = '# HELP h s\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 2\nh_count 1\n';
    const merged = mergeMetrics([
      { labels: { service: 'gateway' }, text: text(1) + histogram },
      { labels: { service: 'routing', instance: '127.0.0.1:1' }, text: text(2) },
    ]);
    expect(merged.split('\n')).toEqual([
      "# HELP up_total it's up",
      '# TYPE up_total counter',
      'up_total{service="gateway",lane="plain"} 1',
      'up_total{service="routing",instance="127.0.0.1:1",lane="plain"} 2',
      '# HELP h s',
      '# TYPE h histogram',
      'h_bucket{service="gateway",le="+Inf"} 1',
      'h_sum{service="gateway"} 2',
      'h_count{service="gateway"} 1',
      '',
    ]);
  });

  it('are nothing of nothing, and survive an answer that is no exposition', () => {
    expect(mergeMetrics([])).toBe('');
    expect(mergeMetrics([{ labels: { service: 'x' }, text: '<html>\n</html>' }])).toBe('');
  });
});
