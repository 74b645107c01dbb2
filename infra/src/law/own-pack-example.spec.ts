import { readRulePacks } from '@hermod/consent-policy';
import { expect, it } from 'vitest';
import { OWN_PACK_EXAMPLE } from './own-pack-example.ts';
import { rulePacksPage } from './rule-packs-page.ts';

it('reads the pack that is shown as an example', () => {
  expect(readRulePacks([{ name: 'de-house.yaml', text: OWN_PACK_EXAMPLE }])).toHaveLength(1);
});

it('tells of a pack what holds, since when and from where that is known', async () => {
  const page = await rulePacksPage(readRulePacks([{ name: 'de-house.yaml', text: OWN_PACK_EXAMPLE }]));
  expect(page).toContain('## de-house');
  expect(page).toContain('**From 2026-01-01**');
  expect(page).toContain(
    '09:00 to 19:00 Mondays to Saturdays; not on public holidays in DE and in its parts BY, BE',
  );
  expect(page).toContain('At most 4 to one recipient within 7 days');
  expect(page).toContain('A consent that is not used for 1 year is none any more');
  expect(page).toContain('Sources: Memorandum of our lawyers (read 2026-01-01).');
});
