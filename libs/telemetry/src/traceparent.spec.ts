import { describe, expect, it } from 'vitest';
import { inventTraceparent, normalTraceparent, readTraceparent, writeTraceparent } from './traceparent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it('is read with its sampled flag', () => {
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      sampled: true,
    });
    expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)?.sampled).toBe(false);
  });

  it('keeps to the sampled bit when later flags are set', () => {
    expect(readTraceparent(`00-${TRACE}-${SPAN}-02`)?.sampled).toBe(false);
    expect(readTraceparent(`00-${TRACE}-${SPAN}-03`)?.sampled).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['uppercase digits', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span id of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['a short trace id', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['a digit that is none', `00-${TRACE.slice(1)}g-${SPAN}-01`],
    ['version 00 with more fields', `00-${TRACE}-${SPAN}-01-extra`],
    ['a later version with something glued on', `01-${TRACE}-${SPAN}-01extra`],
    ['spaces around it', ` 00-${TRACE}-${SPAN}-01 `],
  ])('counts as none when it is %s', (_what, text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });

  it('of a later version is continued as version 00', () => {
    expect(normalTraceparent(`cc-${TRACE}-${SPAN}-01-what-ever`)).toBe(`00-${TRACE}-${SPAN}-01`);
    expect(normalTraceparent(`01-${TRACE}-${SPAN}-01`)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it('that is invented can be read back and is never the same', () => {
    const many = Array.from({ length: 500 }, () => inventTraceparent(false));
    expect(new Set(many).size).toBe(500);
    for (const one of many) {
      const known = readTraceparent(one);
      expect(known?.sampled).toBe(false);
      expect(writeTraceparent(known!)).toBe(one);
    }
  });
});
