import { expect, test } from 'vitest';
import { chooseStages, runRounds, type Running } from './run-rounds.ts';
import type { StageResult, TestStage } from './stage-result.ts';

const PASSED = { passed: 1, failed: 0, output: '' };
const always: Running = { run: (stage) => stage.run(), isOver: () => false };

/** A stage that writes down when it begins and ends. */
function noting(name: string, seen: string[], ends: Promise<unknown> = Promise.resolve()): TestStage {
  return {
    name,
    doing: name,
    run: async () => {
      seen.push(`${name} begins`);
      await ends;
      seen.push(`${name} ends`);
      return PASSED;
    },
  };
}

const failing = (run: () => Promise<StageResult>): TestStage => ({ name: 'bad', doing: 'bad', run });

test('lanes run beside each other, stages of a lane and rounds in turn', async () => {
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const last = { ...noting('c', seen), run: () => (resolve(), noting('c', seen).run()) };
  const rounds = [[[noting('a', seen, promise)], [noting('b', seen), last]], [[noting('d', seen)]]];
  expect(await runRounds(rounds, always)).toEqual({ passed: 4, failed: 0 });
  expect(seen.slice(0, 2)).toEqual(['a begins', 'b begins']);
  expect(seen.indexOf('b ends')).toBeLessThan(seen.indexOf('c begins'));
  expect(seen.indexOf('c begins')).toBeLessThan(seen.indexOf('a ends'));
  expect(seen.slice(-2)).toEqual(['d begins', 'd ends']);
});

test('what fails, or throws, keeps nothing else from running, and counts', async () => {
  const failed = failing(() => Promise.resolve({ passed: 2, failed: 3, output: '' }));
  const thrown = failing(() => Promise.reject(new Error('no such program')));
  const outputs: string[] = [];
  const run: Running['run'] = async (stage) => {
    const result = await stage.run();
    outputs.push(result.output);
    return result;
  };
  const rounds = [[[failed, thrown, noting('a', [])], [noting('b', [])]], [[noting('c', [])]]];
  expect(await runRounds(rounds, { ...always, run })).toEqual({ passed: 5, failed: 4 });
  expect(outputs.join('\n')).toContain('no such program');
});

test('no stage begins when it is over', async () => {
  const seen: string[] = [];
  const rounds = [[[noting('a', seen), noting('b', seen)]], [[noting('c', seen)]]];
  await runRounds(rounds, { ...always, isOver: () => seen.length > 0 });
  expect(seen).toEqual(['a begins', 'a ends']);
});

test('stages are chosen by name, several of one name together', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => noting(name, []));
  const rounds = [[[a!, b!], [c!]], [[a!]]];
  expect(chooseStages(rounds, ['a'])).toEqual([[[a], []], [[a]]]);
  expect(chooseStages(rounds, [])).toBe(rounds);
});
