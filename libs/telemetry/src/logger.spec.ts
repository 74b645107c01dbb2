import { describe, expect, it } from 'vitest';
import { createLogger, traceFields } from './logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger('routing', { write: (line: string) => void lines.push(line) }));
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

describe('the log', () => {
  it('is JSON with the service, an ISO time and the level in words', () => {
    const line = logged((logger) => logger.info({ n: 1 }, 'ready'));
    expect(line).toMatchObject({ service: 'routing', level: 'info', msg: 'ready', n: 1 });
    expect(new Date(line['time'] as string).toISOString()).toBe(line['time']);
  });

  it('carries the ids of a trace', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(logged((logger) => logger.info(traceFields(traceparent), 'x'))).toMatchObject({
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
    });
    expect(traceFields('rubbish')).toEqual({});
  });

  it('holds no address: not in fields, not in words, not in errors', () => {
    const cause = Object.assign(new Error('duplicate'), {
      code: '23505',
      detail: 'Key (address)=(+46700000001)',
    });
    const error = new Error('ada@example.org bounced', { cause });
    const line = logged((logger) =>
      logger.error(
        { err: error, to: '+46700000001', message: { text: 'Hi Ada' } },
        'no route to +46 70 000 00 01',
      ),
    );
    const all = JSON.stringify(line);
    expect(all).not.toMatch(/\+46|example\.org|Hi Ada/);
    expect(line).toMatchObject({
      msg: 'no route to [address]',
      to: '[redacted]',
      err: { type: 'Error', message: '[address] bounced', cause: { type: '23505' } },
    });
  });
});
