import { listen } from '@hermod/http';
import { createLogger } from '@hermod/telemetry';
import type { Stage } from '@hermod/testing';
import { readConfig } from '../src/config.ts';
import { createGateway } from '../src/create-gateway.ts';

/** A gateway under test. */
export interface RunningGateway {
  readonly url: string;
  readonly apiKey: string;
  readonly principalSecret: string;
  /** A request with the key, unless its headers say otherwise. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** An event as `POST /v1/events` takes it. */
  post(body: unknown, contentType?: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** Nobody listens there. */
export const NOWHERE = 'http://127.0.0.1:1';

/** Starts a gateway on a stage; services that aren't named are not running. */
export async function startGateway(
  stage: Pick<Stage, 'env' | 'databaseUrls'>,
  services: Record<string, string> = {},
  overrides: Record<string, string> = {},
): Promise<RunningGateway> {
  const urls = ['ROUTING', 'CONSENT', 'DELIVERY', 'RECEIPTS'].map((name) => [
    `HERMOD_URL_${name}`,
    services[name.toLowerCase()] ?? NOWHERE,
  ]);
  const own = stage.env('gateway');
  const env = { ...own, ...Object.fromEntries(urls), ...overrides } as Record<string, string>;
  const config = readConfig(env);
  const app = await createGateway(config, createLogger('gateway', { write: () => undefined }));
  const url = `http://127.0.0.1:${await listen(app, 0)}`;
  const call = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${config.apiKey}`, ...(init.headers as Record<string, string>) };
    return fetch(url + path, { signal: AbortSignal.timeout(20_000), ...init, headers });
  };
  return {
    url,
    apiKey: config.apiKey,
    principalSecret: config.principalSecret,
    call,
    post: (body, contentType = 'application/cloudevents+json', headers = {}) =>
      call('/v1/events', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { ...headers, 'content-type': contentType },
      }),
    close: () => app.close(),
  };
}
