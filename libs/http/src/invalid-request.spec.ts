import { RecipientId } from '@hermod/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { invalidRequest } from './invalid-request.ts';

const fixOf = (schema: z.ZodType, value: unknown): string | undefined =>
  invalidRequest(schema.safeParse(value).error!.issues).fix;

it('what has a format of its own is asked for by its name', () => {
  expect(fixOf(z.object({ id: z.uuid() }), { id: 'x' })).toBe('send a valid uuid');
});

it('what does not fit a pattern is told what would, and never to send a regex', () => {
  const fix = fixOf(z.object({ recipient: RecipientId }), { recipient: 'a@b.se' });
  expect(fix).not.toContain('valid regex');
  expect(fix).not.toBe('');
});
