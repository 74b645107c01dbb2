import { createLogger } from '@hermod/telemetry';
import { expect, test } from 'vitest';
import { makeKey } from '../application/key-text.ts';
import { scrubbingKeys, withoutKeys } from './without-keys.ts';

test('no key is logged, wherever it stands', () => {
  const lines: string[] = [];
  const log = createLogger('gateway', scrubbingKeys({ write: (line: string) => lines.push(line) > 0 }));
  const { id, text } = makeKey();
  const secret = text.slice(20);
  log.info(`knocked with ${text}`);
  log.info({ deep: { deeper: [{ authorization: `Bearer ${text}` }] }, [text]: 1 }, 'x');
  log.error({ err: new Error(`bad ${text},${text}`) }, 'failed');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).not.toContain(secret);
    expect(line).toContain(id);
    expect(() => JSON.parse(line)).not.toThrow();
  }
});

test('what is no key stays', () => {
  expect(withoutKeys('hk_ is how a key begins')).toBe('hk_ is how a key begins');
});
