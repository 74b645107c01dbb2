import { describe, expect, it } from 'vitest';
import { findBreaches, type GivenAnswer } from './find-breaches.ts';
import { matchOperation } from './match-operation.ts';
import { OPERATIONS } from './operations.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const answer = (body: unknown, status = 200, contentType = JSON_TYPE): GivenAnswer => ({
  status,
  contentType,
  body: JSON.stringify(body),
});

describe('an answer', () => {
  it('that says what the table says is no breach', () => {
    expect(findBreaches(OPERATIONS.getLiveness, answer({ status: 'live' }))).toEqual([]);
    const problem = { type: 'urn:x', title: 'X', status: 404, code: 'RUN_NOT_FOUND' };
    expect(findBreaches(OPERATIONS.getRun, answer(problem, 404, 'application/problem+json'))).toEqual([]);
    expect(findBreaches(OPERATIONS.revokeKey, { status: 204, contentType: null, body: '' })).toEqual([]);
  });

  it.each([
    ['another status', answer({}, 418), '418 is not documented'],
    ['another media type', answer({}, 200, 'text/html'), '200 is not answered as text/html'],
    ['a body that breaks its schema', answer({ runs: [{}] }), 'runs.0.id: '],
    ['a field that nobody knows', answer({ runs: [], more: 1 }), 'more: the table has no such field'],
    ['a refusal that is no problem', answer({}, 404), '404 is not documented'],
  ])('with %s is one', (_, given, breach) => {
    expect(findBreaches(OPERATIONS.listRuns, given)[0]).toContain(breach);
  });
});

describe('a request', () => {
  it.each([
    ['GET', '/v1/runs', 'listRuns'],
    ['GET', '/v1/runs/7', 'getRun'],
    ['POST', '/v1/templates/preview', 'previewTemplate'],
    ['PUT', '/v1/templates/preview', 'putTemplate'],
    ['GET', '/v1/recipients/a/b', undefined],
    ['PATCH', '/v1/runs/7', undefined],
  ])('%s %s is %s', (method, path, id) => {
    expect(matchOperation(method, path)?.id).toBe(id);
  });
});
