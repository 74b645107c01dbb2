import { afterEach, expect, it, vi } from 'vitest';

const TEXTS = ['', 'ada', 'Åsa 🐦', 'x'.repeat(300)];
const idsOf = async (): Promise<unknown[]> => {
  vi.resetModules();
  const [{ deriveId }, { partitionOf }] = await Promise.all([import('./ids.ts'), import('./partition.ts')]);
  return TEXTS.map((text) => [deriveId(text, 7), partitionOf(text, 6)]);
};

afterEach(() => vi.unstubAllGlobals());

it('ids are the same in a browser, where there is no Buffer', async () => {
  const here = await idsOf();
  vi.stubGlobal('Buffer', undefined);
  expect(await idsOf()).toEqual(here);
});
