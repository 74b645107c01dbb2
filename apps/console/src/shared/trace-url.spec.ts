import { expect, it } from 'vitest';
import { traceUrlOf } from './trace-url.ts';

const ID = '0af7651916cd43dd8448eb211c80319c';

it('puts the trace into the address of the viewer', () => {
  expect(traceUrlOf('http://127.0.0.1:9411/zipkin/traces/{traceId}', ID)).toBe(
    `http://127.0.0.1:9411/zipkin/traces/${ID}`,
  );
});

it.each([
  [undefined, ID],
  ['http://127.0.0.1/{traceId}', undefined],
  ['http://127.0.0.1/{traceId}', '"><script>'],
  ['javascript:alert({traceId})', ID],
])('leads nowhere with %s and %s', (template, traceId) => {
  expect(traceUrlOf(template, traceId)).toBeUndefined();
});
