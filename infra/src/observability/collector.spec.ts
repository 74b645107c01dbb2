import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { OBSERVABILITY } from './queries.ts';

type Components = Readonly<Record<string, unknown>>;

interface Collector {
  readonly receivers: Components;
  readonly processors: Components;
  readonly exporters: Components;
  readonly connectors: Components;
  readonly service: {
    readonly pipelines: Readonly<
      Record<string, Readonly<Record<'receivers' | 'processors' | 'exporters', string[]>>>
    >;
  };
}

const collector = parse(readFileSync(join(OBSERVABILITY, 'otel-collector.yaml'), 'utf8')) as Collector;

it.each(['receivers', 'processors', 'exporters'] as const)(
  '%s of the pipelines are those that are defined',
  (kind) => {
    const used = new Set(Object.values(collector.service.pipelines).flatMap((pipeline) => pipeline[kind]));
    // A connector ends one pipeline and begins another.
    const connectors = kind === 'processors' ? [] : Object.keys(collector.connectors);
    expect([...used].toSorted()).toEqual([...Object.keys(collector[kind]), ...connectors].toSorted());
  },
);

it('traces end in Jaeger, and what is made of them at Prometheus', () => {
  const { traces, metrics } = collector.service.pipelines;
  expect(traces!.exporters).toContain('otlp_grpc/jaeger');
  expect(metrics!.exporters).toEqual(['prometheus']);
});
