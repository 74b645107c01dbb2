import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as the stand-in got it. */
export interface SeenCall {
  readonly method: string;
  readonly path: string;
  /** JSON or form, by field. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
  /** Calls that were under way when it came, itself among them. */
  readonly atOnce: number;
}

/** What it does with a call: answers, says nothing for ever, or resets the connection. */
export type Reaction =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object }
  | 'never'
  | 'reset';

/** Stands in for FCM, Twilio and `sim` where a test has to say exactly what happens to each call. */
export interface ScriptedProvider {
  readonly url: string;
  readonly calls: readonly SeenCall[];
  /** Calls that are under way. */
  readonly busy: number;
  /** Of the messages of one recipient, or all. */
  callsTo(address: string): SeenCall[];
  /** What happens to the next calls to an address; afterwards everything is accepted again. */
  play(address: string, ...reactions: readonly Reaction[]): void;
  /** Holds every call until it is released. */
  hold(): { release(): void };
  /** How long every answer takes. */
  latencyMs: number;
  close(): Promise<void>;
}

export async function openScriptedProvider(port = 0): Promise<ScriptedProvider> {
  const calls: SeenCall[] = [];
  const scripts = new Map<string, Reaction[]>();
  let held: Promise<void> | undefined;
  let busy = 0;
  const server = createServer((request, response) => {
    const atOnce = (busy += 1);
    response.once('close', () => (busy -= 1));
    void readBody(request).then(async (body) => {
      const call = {
        method: request.method ?? '',
        path: request.url ?? '',
        body,
        at: performance.now(),
        atOnce,
      };
      calls.push(call);
      await held;
      const reaction = scripts.get(addressOf(call))?.shift() ?? accepted(call);
      setTimeout(() => react(request, response, reaction), provider.latencyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    latencyMs: 0,
    get busy() {
      return busy;
    },
    callsTo: (address: string) => calls.filter((call) => addressOf(call) === address),
    play: (address: string, ...reactions: readonly Reaction[]) => void scripts.set(address, [...reactions]),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return { release: resolve };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

/** Of Google RCS for Business, the phone's number stands in the path. */
const RBM_PATH = /^\/v1\/phones\/(\+\d+)\/agentMessages/;

/** The address of a call; of a look-up, which names none, its reference. */
export function addressOf({ path, body }: Pick<SeenCall, 'path' | 'body'>): string {
  const message = body['message'] as { token?: string } | undefined;
  const reference = new URL(path, 'http://stand-in').searchParams.get('reference');
  const [, phone] = RBM_PATH.exec(path) ?? [];
  return String(message?.token ?? body['To'] ?? body['to'] ?? phone ?? reference ?? '');
}

function accepted(call: SeenCall): Reaction {
  if (call.path.endsWith('messages:send'))
    return { status: 200, body: { name: `projects/p/messages/${randomUUID()}` } };
  if (call.path.endsWith('Messages.json')) return { status: 201, body: { sid: `SM${randomUUID()}` } };
  if (RBM_PATH.test(call.path)) return { status: 200, body: { name: call.path.slice('/v1/'.length) } };
  if (call.method === 'GET') return { status: 200, body: { messages: [] } };
  return { status: 201, body: { id: randomUUID() } };
}

function react(request: IncomingMessage, response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'never') return;
  if (reaction === 'reset') return void request.socket.resetAndDestroy();
  response
    .writeHead(reaction.status, { 'content-type': 'application/json', ...reaction.headers })
    .end(JSON.stringify(reaction.body ?? {}));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  return request.headers['content-type']?.includes('json') === true
    ? (JSON.parse(text) as Record<string, unknown>)
    : Object.fromEntries(new URLSearchParams(text));
}

/** Accounts of every kind at one base URL: sms over twilio, push by the provider that issued the token. */
export function accountsAt(baseUrl: string, limits: object = {}): object[] {
  const common = { baseUrl, timeoutMs: 1_000, ...limits };
  return [
    {
      id: 'twilio',
      type: 'twilio',
      ...common,
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'token',
      sender: '+15005550006',
    },
    { id: 'fcm', type: 'fcm', ...common, projectId: 'hermod-test', auth: { type: 'token', token: 'token' } },
    { id: 'idem', type: 'sim', ...common, mode: 'idempotent', channels: ['push'] },
    { id: 'look', type: 'sim', ...common, mode: 'look-up', channels: ['push'], lookUpAfterMs: 500 },
  ];
}
