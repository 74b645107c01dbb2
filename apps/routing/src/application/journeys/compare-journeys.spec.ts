import { type JourneyDocument, readJourney } from '@hermod/journey';
import { expect, it } from 'vitest';
import { compareJourneys } from './compare-journeys.ts';

const base = {
  journey: 'j',
  purpose: 'transactional',
  start: { on: 'x' },
  steps: [
    { id: 'wait', wait: { for: 'PT1H' } },
    { id: 'tell', send: [{ sms: 'a' }] },
    { id: 'done', end: 'told' },
  ],
};

const documentOf = (more: object = {}): JourneyDocument =>
  readJourney(JSON.stringify({ ...base, ...more }), 'json').document;

const NOTHING = { head: [], added: [], removed: [], changed: [] };

it('finds nothing between a document and itself, whatever the order of its fields', () => {
  const turned = Object.fromEntries(Object.entries(base).toReversed());
  const other = readJourney(JSON.stringify(turned), 'json').document;
  expect(compareJourneys(documentOf(), other)).toEqual(NOTHING);
});

it('names every field and step when nothing was there before', () => {
  expect(compareJourneys(undefined, documentOf())).toEqual({
    head: ['journey', 'purpose', 'start'],
    added: ['wait', 'tell', 'done'],
    removed: [],
    changed: [],
  });
});

it('names what changed, beside the steps and among them', () => {
  const steps = [
    { id: 'wait', wait: { for: 'PT2H' } },
    { id: 'ring', send: [{ push: 'b' }] },
    { id: 'done', end: 'told' },
  ];
  expect(compareJourneys(documentOf(), documentOf({ expires: 'P2D', steps }))).toEqual({
    head: ['expires'],
    added: ['ring'],
    removed: ['tell'],
    changed: ['wait'],
  });
});

it('a step that leads elsewhere because of its new place has changed', () => {
  const steps = [base.steps[0], { id: 'more', wait: { for: 'PT1M' } }, base.steps[1], base.steps[2]];
  expect(compareJourneys(documentOf(), documentOf({ steps }))).toEqual({
    ...NOTHING,
    added: ['more'],
    changed: ['wait'],
  });
});
