/** Every provider with something that stands in for its other side, whatever protocol the two speak. */
import { createProviders, type HandOver, type Provider, ProviderConfig } from '@hermod/providers';
import { DIALECTS, type Dialect, SMS } from './dialects.ts';
import { openSmsc, say } from './smsc.ts';
import { openSmtpStandIn, type Script } from './smtp-stand-in.ts';
import { deserted, openStandIn, reset, silence } from './stand-in.ts';

/** What the other side does about a hand-over that it has read. */
export type Manner = 'accepts' | 'refuses' | 'is silent' | 'breaks off';

/** A provider, and the other side of it. */
export interface Standing extends AsyncDisposable {
  readonly provider: Provider;
  /** How many hand-overs the other side has read. */
  readonly arrived: () => number;
  /** Closes the provider, once. */
  readonly close: () => Promise<void>;
}

export interface Counterpart {
  readonly name: string;
  readonly handOver: HandOver;
  stand(manner: Manner): Promise<Standing>;
  /** A provider whose other side nobody is. */
  alone(): Promise<Provider>;
}

/** Closes the provider before its other side. */
function standing(provider: Provider, other: AsyncDisposable, arrived: () => number): Standing {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= provider.close());
  return {
    provider,
    arrived,
    close,
    [Symbol.asyncDispose]: async () => {
      await close();
      await other[Symbol.asyncDispose]();
    },
  };
}

const overHttp = (dialect: Dialect): Counterpart => ({
  name: dialect.name,
  handOver: dialect.handOver,
  stand: async (manner) => {
    const standIn = await openStandIn();
    const { accepts, refuses } = dialect;
    standIn.behave({ accepts, refuses, 'is silent': silence, 'breaks off': reset }[manner]);
    return standing(dialect.open(standIn.url), standIn, () => standIn.arrived.length);
  },
  alone: async () => dialect.open(await deserted()),
});

const EMAIL: HandOver = {
  ...SMS,
  channel: 'email',
  to: '46700000001@sim.test',
  content: { channel: 'email', subject: 'Order 7', text: 'På väg' },
};
const SMTP_SCRIPTS: Readonly<Record<Manner, Script>> = {
  accepts: {},
  refuses: { RCPT: '550 5.7.1 not to 46700000001@sim.test' },
  'is silent': { '.': 'silence' },
  'breaks off': { '.': 'reset' },
};

function openSmtp(port: number): Provider {
  const returns = { returnPathDomain: 'returns.example', inboundSecret: 'a secret of sixteen' };
  const account = { id: 'smtp', type: 'smtp', host: '127.0.0.1', port, requireTls: false, ...returns };
  return createProviders([ProviderConfig.parse({ ...account, from: { address: 'shop@shop.example' } })])[0]!;
}

const SMTP: Counterpart = {
  name: 'smtp',
  handOver: EMAIL,
  stand: async (manner) => {
    const standIn = await openSmtpStandIn(SMTP_SCRIPTS[manner]);
    const mails = (): number => standIn.commands.filter((command) => command === 'MAIL').length;
    return standing(openSmtp(standIn.port), standIn, mails);
  },
  alone: async () => openSmtp(Number(new URL(await deserted()).port)),
};

function openSmpp(port: number): Provider {
  const account = { id: 'smsc', type: 'smpp', port, systemId: 'hermod', password: 'secret' };
  return createProviders([ProviderConfig.parse({ ...account, sender: '+46700000000' })])[0]!;
}

const SMPP: Counterpart = {
  name: 'smpp',
  handOver: SMS,
  stand: async (manner) => {
    const smsc = await openSmsc();
    if (manner === 'refuses') smsc.onSubmit = say(0x0b);
    if (manner === 'is silent') smsc.onSubmit = () => undefined;
    if (manner === 'breaks off') smsc.onSubmit = (_, session) => session.socket.resetAndDestroy();
    return standing(openSmpp(smsc.port), smsc, () => smsc.submits.length);
  },
  alone: async () => openSmpp(Number(new URL(await deserted()).port)),
};

export const COUNTERPARTS: readonly Counterpart[] = [...DIALECTS.map(overHttp), SMTP, SMPP];
