import { describe, expect, it } from 'vitest';
import { evidenceOf, type World } from './evidence-of.ts';
import { poison } from './poison.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  poison.check(evidenceOf(change)).breaches.map(({ words }) => words);

describe('poison', () => {
  it('is among the dead letters once, and that was looked at', () => {
    expect(poison.check(evidenceOf())).toEqual({ tested: 2, breaches: [] });
  });

  it('may not be swallowed', () => {
    expect(wordsOf((world) => world.dead.splice(0))).toEqual([
      'hermod.domain-events[0]@7 is poison, and no dead letter',
    ]);
  });

  it('may not be buried twice', () => {
    expect(wordsOf((world) => world.dead.push({ ...world.dead[0]!, buriedAt: 1 }))).toEqual([
      'hermod.domain-events[0]@7 was buried 2 times',
    ]);
    expect(
      wordsOf((world) => {
        const { topic, partition, offset } = world.dead[0]!;
        world.dead = [
          { topic, partition, offset },
          { topic, partition, offset },
        ];
      }),
    ).toHaveLength(1);
  });

  it('may be sent twice by an outbox, and buried by each reader', () => {
    expect(
      wordsOf((world) => {
        world.dead.push({ ...world.dead[0]! }, { ...world.dead[0]!, service: 'consent', buriedAt: 1 });
      }),
    ).toEqual([]);
  });

  it('is the only thing that is buried', () => {
    expect(wordsOf((world) => world.dead.push({ ...world.dead[0]!, offset: 8 }))).toEqual([
      'hermod.domain-events[0]@8 is a dead letter, and no poison',
    ]);
  });
});
