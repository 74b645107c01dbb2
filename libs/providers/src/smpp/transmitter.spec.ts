import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BindFailed } from './bind.ts';
import { type Bound, Transmitter } from './transmitter.ts';

/** A session that a test ends. */
function sessionOf(hasServed: boolean) {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isOpen = true;
  const lose = (reason: string): void => {
    isOpen = false;
    resolve(reason);
  };
  const session: Bound = {
    get isOpen() {
      return isOpen;
    },
    hasServed,
    closed: promise,
    request: () => Promise.resolve({ kind: 'not-sent', reason: 'unused' }),
    close: () => Promise.resolve(lose('closed by us')),
  };
  return { session, lose };
}
const deadline = new AbortController().signal;
const DOWN = new BindFailed({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: 'ECONNREFUSED' });

describe('a transmitter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('binds once for all who need it at a time', async () => {
    const { session } = sessionOf(true);
    const bind = vi.fn<() => Promise<Bound>>().mockResolvedValue(session);
    const transmitter = new Transmitter(bind);
    const reached = await Promise.all([transmitter.reach(deadline), transmitter.reach(deadline)]);
    expect(reached).toEqual([{ session }, { session }]);
    expect(bind).toHaveBeenCalledOnce();
  });

  it('leaves an SMSC alone that is down, longer each time, and says for how long', async () => {
    const bind = vi.fn<() => Promise<Bound>>().mockRejectedValue(DOWN);
    const transmitter = new Transmitter(bind);
    const wait = async () => {
      const reached = await transmitter.reach(deadline);
      return 'result' in reached && reached.result.outcome === 'retry'
        ? reached.result.retryAfterMs
        : undefined;
    };
    expect(await wait()).toBe(250);
    vi.advanceTimersByTime(100);
    expect(await wait()).toBe(150);
    expect(bind).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(150);
    expect(await wait()).toBe(500);
    expect(bind).toHaveBeenCalledTimes(2);
  });

  it('binds at once after a connection that served, and rests after one that did not', async () => {
    const served = sessionOf(true);
    const useless = sessionOf(false);
    const bind = vi
      .fn<() => Promise<Bound>>()
      .mockResolvedValueOnce(served.session)
      .mockResolvedValue(useless.session);
    const transmitter = new Transmitter(bind);
    await transmitter.reach(deadline);
    served.lose('ECONNRESET');
    await served.session.closed;
    expect(await transmitter.reach(deadline)).toEqual({ session: useless.session });
    useless.lose('ECONNRESET');
    await useless.session.closed;
    expect(await transmitter.reach(deadline)).toMatchObject({
      result: { reason: 'ECONNRESET', retryAfterMs: 250 },
    });
  });

  it('binds anew when the SMSC knows nothing of the bind, unless it has only just answered it', async () => {
    const [first, second] = [sessionOf(true), sessionOf(true)];
    const bind = vi
      .fn<() => Promise<Bound>>()
      .mockResolvedValueOnce(first.session)
      .mockResolvedValue(second.session);
    const transmitter = new Transmitter(bind);
    await transmitter.reach(deadline);
    await transmitter.renew(first.session);
    expect(await transmitter.reach(deadline)).toEqual({ session: first.session });
    vi.advanceTimersByTime(1_000);
    await transmitter.renew(first.session);
    expect(first.session.isOpen).toBe(false);
    expect(await transmitter.reach(deadline)).toEqual({ session: second.session });
  });
});
