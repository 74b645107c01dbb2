import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { addMessage } from './world.ts';
import { at, evidenceOf, messageIn, TIMES, tell, type World } from './evidence-of.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  answers(TIMES)
    .check(evidenceOf(change))
    .breaches.map(({ words }) => words);

const runOf = (world: World) => world.runs.get('run-fi')!;

/** Nothing was heard: the question was left when its time was up, at 4.9 s. */
function leaveAsSilent(world: World): void {
  const run = runOf(world);
  run.timeline.pop();
  tell(world, 'fi', 5, 'unread', 'fi-rcs');
  Object.assign(run, { outcome: 'silent', endedAt: at(5) });
  Object.assign(messageIn(world, 'fi-rcs'), { signal: 'delivered', reply: undefined });
}

function answerLate(world: World): void {
  leaveAsSilent(world);
  Object.assign(world.answers[0]!, { givenAt: at(5.9), answeredAt: at(6) });
  runOf(world).timeline.push({ at: at(6.1), what: 'answered (late)', message: 'fi-rcs', reply: 'yes' });
}

describe('an answer', () => {
  it('moves the run that asked, and that was looked at', () => {
    expect(answers(TIMES).check(evidenceOf())).toEqual({ tested: 1 + 1, breaches: [] });
  });

  it('may come late, and is told then', () => {
    expect(wordsOf(answerLate)).toEqual([]);
  });

  it('that comes late moves nothing', () => {
    const moved = (world: World): void => {
      answerLate(world);
      runOf(world).timeline.at(-1)!.what = 'answered';
    };
    expect(wordsOf(moved)).toEqual(['run run-fi: it was answered yes, and ended silent']);
  });

  it('moves nothing a second time', () => {
    const again = (world: World): void => {
      runOf(world).timeline.push({ ...runOf(world).timeline.at(-1)! });
    };
    expect(wordsOf(again)).toEqual(['run run-fi: 2 answers have moved it']);
  });

  it('decides how the run ends', () => {
    expect(wordsOf((world) => (runOf(world).outcome = 'no'))).toEqual([
      'run run-fi: it was answered yes, and ended no',
    ]);
  });

  it.each<[string, (world: World) => void]>([
    ['was given by a stranger', (world) => (world.answers[0]!.by = 'stranger')],
    ['was another one', (world) => (world.answers[0]!.reply = 'no')],
    ['was given later', (world) => (world.answers[0]!.givenAt = at(4))],
  ])('is nobody’s when it %s', (_what, change) => {
    expect(wordsOf(change)).toContain(
      'run run-fi: it tells of yes (answered), which nobody who was asked had answered',
    );
  });

  it('by text may be one to another question of the same person', () => {
    const elsewhere = (world: World): void => {
      world.runs.set('run-fi-2', { ...runOf(world), id: 'run-fi-2', timeline: [], outcome: 'silent' });
      Object.assign(world.answers[0]!, { run: 'run-fi-2', way: 'text' });
    };
    expect(wordsOf(elsewhere)).toEqual([]);
  });

  it('in time has to be heard', () => {
    const unheard = (world: World): void => {
      leaveAsSilent(world);
      runOf(world).timeline.push({ at: at(6), what: 'answered (late)', message: 'fi-rcs', reply: 'yes' });
    };
    expect(wordsOf(unheard)).toEqual([
      'run run-fi: yes was taken 1900 ms before its time was up, and it was left as silent',
    ]);
  });

  it('by text counts only when Hermod can know by then who was asked', () => {
    const unheard = (world: World): void => {
      leaveAsSilent(world);
      Object.assign(world.answers[0]!, { way: 'text', givenAt: at(3.1), answeredAt: at(3.2) });
    };
    expect(wordsOf(unheard)).toHaveLength(1);
    const early = (world: World): void => {
      unheard(world);
      world.answers[0]!.givenAt = at(2.5);
    };
    expect(wordsOf(early)).toEqual([]);
  });

  it('that names its message is told, whatever became of it', () => {
    const lost = (world: World): void => {
      answerLate(world);
      runOf(world).timeline.pop();
    };
    expect(wordsOf(lost)).toEqual(['run run-fi: nothing tells of yes, given by a chip']);
  });

  it('that nobody took says nothing', () => {
    const refused = (world: World): void => {
      leaveAsSilent(world);
      world.answers[0]!.answeredAt = undefined;
    };
    expect(wordsOf(refused)).toEqual([]);
  });

  it('keeps the question from being asked on another channel', () => {
    const askedAgain = (world: World): void =>
      addMessage(world, 'fi', { name: 'sms', rung: 1, channel: 'sms', provider: 'smpp', startedAt: 6 });
    const inSpite = expect.stringMatching(/^run run-fi: message fi-sms although fi-rcs was answered: /);
    // By delivery's books and by the provider's.
    expect(wordsOf(askedAgain)).toEqual([inSpite, inSpite]);
  });
});
