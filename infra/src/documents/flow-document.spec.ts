import { FLOW } from '@hermod/contracts';
import { expect, test } from 'vitest';
import { flowDocument } from './flow-document.ts';

test('a row tells how much of a fact each reader gets', () => {
  expect(flowDocument([FLOW.messageDecided])).toContain(
    'delivery (only decision permitted): queue what is permitted<br>routing (only decision deferred or refused): ask again later, or go on',
  );
});

test('a reader of one lane is shown as such', () => {
  expect(flowDocument([FLOW.receiptRecorded])).toContain('delivery (only urgent lane)');
});

test('the picture has one arrow for two services, with all the facts between them', () => {
  const document = flowDocument([FLOW.messageRequested, FLOW.messageWithdrawn]);
  expect(document).toContain('routing -- "2, 4" --> consent');
  expect(document).toContain('routing -- "4" --> delivery');
});

test('a fact without a reader is said to be for others', () => {
  expect(flowDocument([FLOW.journeyProgressed])).toContain('| other systems |');
});
