import { describe, expect, it } from 'vitest';
import { checkEvent, recipientIn } from './check-event.ts';
import { anew, demoEvent } from './demo-event.ts';

const DEMO = demoEvent('O-1', '2026-11-22T09:00:00Z');
const without = (name: string): string => JSON.stringify({ ...DEMO, [name]: undefined });

describe('an event in the form', () => {
  it('can be sent as the demo has it', () => {
    expect(checkEvent(JSON.stringify(DEMO))).toEqual({ event: DEMO });
  });

  it('that is no JSON is told with its place', () => {
    expect(checkEvent('{\n  "id": 1,\n  oops\n}').mistake).toContain('line 3, column 3');
    expect(checkEvent('').mistake).toContain('no JSON');
  });

  it.each([
    ['[]', 'one JSON object'],
    [JSON.stringify({ ...DEMO, specversion: '0.3' }), 'specversion'],
    [without('id'), 'id is missing'],
    [without('type'), 'type is missing'],
    [without('subject'), 'subject'],
    [JSON.stringify({ ...DEMO, time: 'soon' }), 'time'],
    [JSON.stringify({ ...DEMO, data: 'text' }), 'data'],
  ])('%s is refused', (text, mistake) => {
    expect(checkEvent(text).mistake).toContain(mistake);
  });

  it('is about its recipient rather than its subject', () => {
    expect(recipientIn('{"subject":"order-7","recipient":"ada"}')).toBe('ada');
    expect(recipientIn('{"subject":"bo"}')).toBe('bo');
    expect(recipientIn('{"subject":')).toBeUndefined();
  });
});

it('an event that is sent once more is a new one about a new order', () => {
  expect(anew({ ...DEMO, extra: 1 }, 'O-2', '2026-11-22T10:00:00Z')).toEqual({
    ...demoEvent('O-2', '2026-11-22T10:00:00Z'),
    extra: 1,
  });
});
