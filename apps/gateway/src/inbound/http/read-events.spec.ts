import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

const ATTRIBUTES = {
  id: '1234-1234-1234',
  specversion: '1.0',
  type: 'com.example.someevent',
  source: '/mycontext/subcontext',
  time: '2018-04-05T03:56:24Z',
  subject: 'ada',
};
const DATA = '{ "message": "Hello World!" }';

function inBinary(contentType: string | undefined, body: string, more: Record<string, string> = {}) {
  const headers = Object.fromEntries(
    Object.entries(ATTRIBUTES).map(([name, value]) => [`ce-${name}`, value]),
  );
  return readEvents(Buffer.from(body), {
    ...headers,
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...more,
  });
}

function refusal(read: () => unknown): HermodError {
  try {
    read();
  } catch (error) {
    if (error instanceof HermodError) return error;
    throw error;
  }
  throw new Error('the events were read');
}

// The scenarios of the CloudEvents conformance suite (features/http-protocol-binding.feature, Apache-2.0).
describe('events in an HTTP request', () => {
  it.each(['application/json', 'application/json; charset=utf-8'])(
    'are read in binary mode as %s',
    (contentType) => {
      expect(inBinary(contentType, DATA)).toEqual([
        { ...ATTRIBUTES, datacontenttype: contentType, data: { message: 'Hello World!' } },
      ]);
    },
  );

  it.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'application/json',
  ])('are read in structured mode as %s', (contentType) => {
    const event = { ...ATTRIBUTES, datacontenttype: 'application/json', data: { message: 'Hello World!' } };
    expect(readEvents(Buffer.from(JSON.stringify(event)), { 'content-type': contentType })).toEqual([event]);
  });

  it('are read as a batch', () => {
    const batch = [ATTRIBUTES, { ...ATTRIBUTES, id: '2' }];
    const headers = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
    expect(readEvents(Buffer.from(JSON.stringify(batch)), headers)).toEqual(batch);
  });

  it('keep data that is no JSON as text, and may have none', () => {
    expect(inBinary('application/xml', '<a/>')[0]).toMatchObject({ data: '<a/>' });
    expect(inBinary(undefined, '')[0]).toEqual(ATTRIBUTES);
  });

  it('keep extensions, percent-decoded', () => {
    expect(
      inBinary('application/json', DATA, { 'ce-recipient': 'bo', 'ce-comment': 'Euro%20%E2%82%AC' })[0],
    ).toMatchObject({
      recipient: 'bo',
      comment: 'Euro €',
    });
  });

  it('are structured when the content type says so, whatever headers there are', () => {
    const headers = {
      'content-type': 'application/cloudevents+json',
      'ce-specversion': '1.0',
      'ce-id': 'other',
    };
    expect(readEvents(Buffer.from(JSON.stringify(ATTRIBUTES)), headers)[0]).toEqual(ATTRIBUTES);
  });

  it('are refused when the data of binary mode is not the JSON it should be', () => {
    expect(refusal(() => inBinary('application/json', '{'))).toMatchObject({
      code: 'EVENT_NOT_JSON',
      field: 'body',
    });
  });

  it('tell all that is wrong at once', () => {
    const error = refusal(() => readEvents(Buffer.from('{"specversion":"1.0","time":"yesterday"}'), {}));
    expect(error.problems?.map(({ field }) => field)).toEqual(['id', 'source', 'type', 'time']);
    expect(error.problems?.[0]).toMatchObject({ fix: 'add it: a string' });
  });
});
