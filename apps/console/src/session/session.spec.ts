import { describe, expect, it, vi } from 'vitest';
import { keyInFragment, SessionKeeper } from './session.ts';

function storage(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial));
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    kept,
  };
}

describe('the key in an address', () => {
  it.each([
    ['#key=abc', 'abc'],
    ['#key=a%20b', 'a b'],
    ['#key=', undefined],
    ['#other=1', undefined],
    ['', undefined],
  ])('%s holds %s', (fragment, key) => {
    expect(keyInFragment(fragment)).toBe(key);
  });
});

describe('a session', () => {
  it('lives as long as what keeps it', () => {
    const kept = storage();
    new SessionKeeper(kept).signIn('abc');
    expect(new SessionKeeper(kept).current()).toEqual({ key: 'abc', isExpired: false });
  });

  it('ends when its key is refused, and says so', () => {
    const kept = storage({ 'hermod.key': 'abc' });
    const session = new SessionKeeper(kept);
    const watcher = vi.fn();
    session.watch(watcher);
    session.expire('abc');
    expect(session.current()).toEqual({ key: undefined, isExpired: true });
    expect(kept.kept.size).toBe(0);
    expect(watcher).toHaveBeenCalledOnce();
  });

  it('does not end when an answer to an earlier key comes late', () => {
    const session = new SessionKeeper(storage());
    session.signIn('new');
    session.expire('old');
    expect(session.current().key).toBe('new');
  });
});
