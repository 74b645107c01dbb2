import { describe, expect, it } from 'vitest';
import { requestHeaders, responseHeaders } from './proxy-headers.ts';

describe('headers that are passed on', () => {
  it('are those of the message, not of the hop, nor what Connection names', () => {
    const passed = requestHeaders(
      {
        host: 'x',
        connection: 'keep-alive, X-Secret',
        'x-secret': '1',
        'keep-alive': '1',
        'transfer-encoding': 'chunked',
        'content-length': '3',
        authorization: 'Bearer key',
        'x-hermod-principal': 'forged',
        'x-hermod-public-url': 'forged',
        'x-twilio-signature': 's',
        'set-cookie': ['a', 'b'],
        traceparent: 't',
      },
      'https://hermod.example/webhooks/twilio?x=1',
    );
    expect(passed).toEqual({
      'x-twilio-signature': 's',
      'set-cookie': ['a', 'b'],
      traceparent: 't',
      'x-hermod-public-url': 'https://hermod.example/webhooks/twilio?x=1',
    });
  });

  it('of an answer keep what describes it', () => {
    const headers = {
      connection: 'close',
      'transfer-encoding': 'chunked',
      'content-type': 'a/b',
      location: '/v1/x',
      gone: undefined,
    };
    expect(responseHeaders(headers)).toEqual({ 'content-type': 'a/b', location: '/v1/x' });
  });
});
