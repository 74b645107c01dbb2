import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Delivery's templates, as far as routing asks for them: a name tells its channel, `shipped-sms` is for SMS. */
export interface DeliveryStandIn {
  readonly url: string;
  /** Answers every request with this status from now on, or hangs up; undefined: as it should be. */
  status: number | 'hang up' | undefined;
  close(): Promise<void>;
}

/** A push greets by name, so that what is rendered shows. */
function contentOf(name: string, channel: string | undefined): object {
  return channel === 'push'
    ? { title: name, body: 'Hi {{ recipient.firstName }}' }
    : { text: `${name} says so` };
}

export async function openDelivery(): Promise<DeliveryStandIn> {
  const server = createServer((request, response) => {
    if (standIn.status === 'hang up') return void request.socket.destroy();
    const name = request.url?.split('/').at(-1) ?? '';
    const channel = /-(sms|push|email)$/.exec(name)?.[1];
    const status = standIn.status ?? (channel === undefined ? 404 : 200);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ name, channel, content: contentOf(name, channel) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: DeliveryStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}
