import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readJourney } from './read-journey.ts';

const YAML = `
journey: order-shipped
purpose: transactional            # a comment
topic: order-updates
start:
  on: com.shop.order.shipped
  when: event.data.total > 0
  once: { per: event.data.orderId, within: P7D }
exit:
  - { on: com.shop.order.cancelled, when: event.data.orderId == start.data.orderId }
expires: P2D
steps:
  - id: tell
    escalate:
      - { push: shipped-push, until: opened,    within: PT15M }
      - { rcs:  shipped-rcs,  until: read,      within: PT2H  }
      - { sms:  shipped-sms,  until: delivered, within: PT10M }
    then: { reached: done, exhausted: mail }
  - { id: mail, send: [ { email: shipped-mail } ] }
  - { id: done, end: reached }
`;

function refusal(read: () => unknown): HermodError {
  try {
    read();
  } catch (error) {
    if (error instanceof HermodError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a journey as its author wrote it', () => {
  it('is read from YAML and from JSON alike', () => {
    const fromYaml = readJourney(YAML, 'yaml');
    const fromJson = readJourney(JSON.stringify(fromYaml.document), 'json');
    expect(fromJson.document).toEqual(fromYaml.document);
    expect(fromYaml).toMatchObject({
      expiresMs: 172_800_000,
      startWhen: { source: 'event.data.total > 0' },
      once: { withinMs: 604_800_000 },
      exits: [{ on: 'com.shop.order.cancelled' }],
    });
    expect([...fromYaml.steps.keys()]).toEqual(['tell', 'mail', 'done']);
    expect(fromYaml.steps.get('mail')!.following).toBe('done');
  });

  it('JSON is YAML', () => {
    const { document } = readJourney(YAML, 'yaml');
    expect(readJourney(JSON.stringify(document, undefined, 2), 'yaml').document).toEqual(document);
  });

  it.each([
    ['critical', 15 * 60_000],
    ['transactional', 86_400_000],
    ['marketing', 86_400_000],
  ])('without `expires` a %s one expires after %i ms', (purpose, ms) => {
    const text = YAML.replace('transactional ', `${purpose} `)
      .replace('expires: P2D\n', '')
      .replace(/within: PT.*[HM]/g, 'within: PT1M');
    expect(readJourney(text, 'yaml').expiresMs).toBe(ms);
  });

  it.each([
    ['json', '{"journey": ', 'no JSON'],
    ['yaml', 'journey: [a', 'no YAML'],
    ['yaml', 'journey: a\njourney: b', 'no YAML'],
    ['yaml', `a: &a [1]\nb: [${Array.from({ length: 50 }, () => '*a').join(', ')}]`, 'aliases'],
    ['yaml', 'x'.repeat(513 * 1024), 'at most'],
  ] as const)('that is no %s says so: %s', (format, source, because) => {
    const error = refusal(() => readJourney(source, format));
    expect(error).toMatchObject({ code: 'JOURNEY_UNREADABLE', field: 'journey' });
    expect(error.message).toContain(because);
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a list', '- 1'],
    ['a number', '42'],
  ])('that is %s has no shape', (_what, source) => {
    expect(refusal(() => readJourney(source, 'yaml'))).toMatchObject({ code: 'JOURNEY_INVALID' });
  });
});
