import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_OPERATIONS } from '@hermod/api';
import { REPOSITORY } from '@hermod/embedded';
import { beforeAll, describe, expect, it } from 'vitest';

/** A route as Nest has it. */
interface Route {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
}

/** Nest's `RequestMethod` by number; the rest is not used. */
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL'];

const CONTROLLERS = [
  'apps/{gateway,routing,consent,delivery,receipts}/src/inbound/http/**/*-controller.ts',
  // What every service has.
  'libs/service-host/src/*-controller.ts',
];

/** Routes that are no part of the public API, and why. */
const NOT_PUBLIC: readonly (readonly [route: RegExp, why: string])[] = [
  [/^\w+ ALL /, 'the proxy and the way to the simulator: what they lead to counts'],
  [
    /^gateway GET \/(|health|people|reviews|unmatched|templates|senders|policy|journeys|runs|messages|dead-letters)(\/\{id\}(\/erasure)?)?$/,
    'pages of the console',
  ],
  [/^gateway GET \/docs/, 'the page of the reference'],
  [/^gateway GET \/(openapi|asyncapi)\.json$/, 'the documents themselves'],
  [/^receipts POST \/reports$/, 'webhooks and signals as the gateway joins them'],
  [/^receipts GET \/v1\/messages\/\{id\}\/receipts$/, 'the gateway puts them into the message'],
  [/^[\w-]+ (GET|POST) \/v1\/(exports|erasures)\/\{id\}$/, 'each service’s part, which the gateway gathers'],
  [/^gateway GET \/frames\/message$/, 'a frame of the console'],
  [/^delivery GET \/v1\/(links\/\{code\}|asked-replies\/\{id\})$/, 'for receipts'],
  [/^consent GET \/v1\/snapshots\/recipients$/, 'for other services'],
];

/** `POST /v1/signals` looks at the scope itself: a token may stand for it. */
const SCOPE_IN_CODE = new Set(['recordSignal']);

const routes: Route[] = [];

beforeAll(async () => {
  const files = globSync(CONTROLLERS, { cwd: REPOSITORY });
  for (const file of files) {
    const exported = (await import(join(REPOSITORY, file))) as Record<string, unknown>;
    const service = file.split('/')[1] ?? '';
    for (const value of Object.values(exported)) {
      if (typeof value === 'function' && Reflect.hasMetadata('path', value))
        routes.push(...routesOf(service, value));
    }
  }
}, 60_000);

function routesOf(service: string, controller: { readonly prototype: unknown } & object): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  const handlers = Object.getOwnPropertyNames(prototype).map((name) => prototype[name]);
  return handlers.flatMap((handler) => {
    if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return [];
    const method = METHODS[Reflect.getMetadata('method', handler) as number] ?? 'unknown';
    const scopes = (Reflect.getMetadata('hermod:scopes', handler) ??
      Reflect.getMetadata('hermod:scopes', controller) ??
      []) as string[];
    return pathsOf(controller)
      .flatMap((head) =>
        pathsOf(handler).map((tail) => ({ service, method, path: join('/', head, tail), scopes })),
      )
      .map((route) => ({
        ...route,
        path: route.path.replace(/(?<=.)\/$/, '').replaceAll(/:(\w+)/g, '{$1}'),
      }));
  });
}

function pathsOf(decorated: object): string[] {
  return [Reflect.getMetadata('path', decorated) as string | string[]].flat();
}

const nameOf = ({ service, method, path }: Route): string => `${service} ${method} ${path}`;

describe('the table of operations', () => {
  it('has every route that is public, and routes have every operation', () => {
    const open = routes.filter((route) => !NOT_PUBLIC.some(([pattern]) => pattern.test(nameOf(route))));
    expect(open.length).toBeGreaterThan(20);
    const shown = new Set(ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`));
    const real = new Set(open.map(({ method, path }) => `${method} ${path}`));
    expect(
      [...real].filter((route) => !shown.has(route)),
      'routes that are not in the table',
    ).toEqual([]);
    expect(
      [...shown].filter((route) => !real.has(route)),
      'operations that nothing answers',
    ).toEqual([]);
  });

  it.each(ALL_OPERATIONS)('$id takes the scope that its routes take', ({ id, method, path, scope }) => {
    const answering = routes.filter((route) => route.method === method && route.path === path);
    const taken = new Set(answering.flatMap(({ scopes }) => scopes));
    const said = scope === undefined || SCOPE_IN_CODE.has(id) ? [] : [scope];
    expect([...taken]).toEqual(said);
  });
});
