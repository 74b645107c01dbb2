import { expect, it } from 'vitest';
import { evidenceOf } from './checker/evidence-of.ts';
import { tellAnswers } from './tell-answers.ts';

it('tells how it was answered and what came of it', () => {
  expect(tellAnswers(evidenceOf())).toEqual([
    '  answers: chip 1; 1 taken at once, 0 by strangers; 1 moved their run, 0 came late, 0 again',
  ]);
});

it('says nothing where nobody answers', () => {
  expect(tellAnswers(evidenceOf((world) => (world.answers = [])))).toEqual([]);
});
