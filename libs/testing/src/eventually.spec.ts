import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';

test('returns what the check returns once it holds', async () => {
  let looks = 0;
  const found = await eventually(
    () => {
      looks += 1;
      expect(looks).toBeGreaterThan(2);
      return looks;
    },
    { everyMs: 1 },
  );
  expect(found).toBe(3);
});

test('gives up with the last failure of the check', async () => {
  const check = (): void => expect('unread').toBe('opened');
  await expect(eventually(check, { timeoutMs: 5, everyMs: 1 })).rejects.toThrow(
    /still so after 5 ms: .*unread/s,
  );
});
