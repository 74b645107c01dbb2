import { describe, expect, it } from 'vitest';
import { Failure, UsageError } from '../failure.ts';
import { completed, readEvent } from './read-event.ts';

const withInput = (text: string) => ({ cwd: import.meta.dirname, readInput: () => Promise.resolve(text) });

describe('an event to send', () => {
  it('is what the input says, and what the options say instead', async () => {
    const input = withInput('{"type":"a","source":"/s","subject":"ada","data":1}');
    expect(await readEvent('-', { type: 'b', data: '{"x":1}', urgent: true }, input)).toEqual({
      type: 'b',
      source: '/s',
      subject: 'ada',
      data: { x: 1 },
      priority: 'urgent',
    });
  });

  it('has what it lacks, and keeps what it has', () => {
    expect(completed({ type: 'a' }, () => 'new')).toEqual({ specversion: '1.0', id: 'new', type: 'a' });
    expect(completed({ id: 'mine', specversion: '2' }, () => 'new')).toEqual({
      specversion: '2',
      id: 'mine',
    });
  });

  it.each(['', '[]', '"x"', 'null', '{'])('is no event when the input is %j', async (text) => {
    await expect(readEvent('-', {}, withInput(text))).rejects.toThrow(Failure);
  });

  it.each([{}, { type: 'a' }, { source: '/s' }])('has to come from somewhere: %j', async (options) => {
    await expect(readEvent(undefined, options, withInput(''))).rejects.toThrow(UsageError);
  });

  it('has data that is JSON, and a file that is there', async () => {
    await expect(readEvent('-', { data: '{' }, withInput('{}'))).rejects.toThrow('--data is no JSON');
    await expect(readEvent('none.json', {}, withInput(''))).rejects.toThrow('there is no such file');
  });
});
