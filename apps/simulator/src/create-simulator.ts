import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Settings } from './config.ts';
import { readSettings } from './config.ts';
import { Faults } from './faults/faults.ts';
import { faultRoutes } from './faults/routes.ts';
import { fcmRoutes } from './fcm/routes.ts';
import { Ledger } from './ledger/ledger.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { pageRoutes } from './page/routes.ts';
import { phoneEventRoutes } from './phones/events.ts';
import { Phones } from './phones/phones.ts';
import { phoneRoutes } from './phones/routes.ts';
import { answerProblem } from './problem.ts';
import { rbmRoutes } from './rbm/routes.ts';
import { simRoutes } from './sim/routes.ts';
import { openSmsc, type SmscServer } from './smpp/smsc.ts';
import { type MailServer, openMailServer } from './smtp/mail-server.ts';
import { openMailWayBack } from './smtp/way-back.ts';
import { inboundUrl } from './twilio/accept-message.ts';
import { DEFAULT_ACCOUNT_SID } from './twilio/account.ts';
import { carryTo } from './twilio/inbound.ts';
import { OptOuts } from './twilio/opt-outs.ts';
import { POOL_NUMBER } from './twilio/message-request.ts';
import { carrierOf, twilioRoutes } from './twilio/routes.ts';
import { reachableFrom } from './webhooks/reachable.ts';
import { Webhooks } from './webhooks/webhooks.ts';
import type { World } from './world.ts';

/** Providers take at most a few kB; more is a mistake. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** How to set up a simulator; what is missing takes the defaults of the environment variables. */
export interface SimulatorOptions extends Partial<Settings> {
  /** False in tests, which look at answers and not at logs. */
  readonly hasLog?: boolean;
}

/** A simulator that listens. */
export interface Simulator {
  /** Its base URL, without a trailing slash. */
  readonly url: string;
  /** Port of its mail server. */
  readonly smtpPort: number;
  /** Port of its SMSC. */
  readonly smppPort: number;
  /** Answers what is under way, gives up what it would still have sent, writes the ledger to its end. */
  close(): Promise<void>;
}

/** Starts the outside world, on 127.0.0.1 unless told otherwise. @throws Error when the port is taken or the folder can't be written. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { hasLog = true, ...given } = options;
  const standard = readSettings(given.port === 0 ? { PORT: '0' } : {});
  const settings: Settings = { ...standard, ...given };
  // No request log: paths carry phone numbers.
  const app = Fastify({
    logger: hasLog,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
  });
  const closing = new AbortController();
  const optOuts = new OptOuts();
  const world = await openWorld(app, settings, optOuts, closing.signal);

  takeBodiesAsText(app);
  app.setErrorHandler(answerProblem);
  routes(app, world, optOuts);
  endInOrder(app, world, closing);

  try {
    const { port: smtpPort } = await listenForMail(app, world);
    const { port: smppPort } = await listenForSmpp(app, world);
    const url = await app.listen({ host: settings.host, port: settings.port });
    return { url, smtpPort, smppPort, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The mail server, which closes with everything else and before the ledger does. */
async function listenForMail(app: FastifyInstance, world: World): Promise<MailServer> {
  const { publicUrl, smtpInboundSecret: secret } = world.settings;
  const mail = await openMailServer(world, openMailWayBack({ url: `${publicUrl}/webhooks/smtp`, secret }));
  app.addHook('preClose', () => mail.close());
  return mail;
}

/** The SMSC, which closes as the mail server does. */
async function listenForSmpp(app: FastifyInstance, world: World): Promise<SmscServer> {
  const smsc = await openSmsc(world);
  app.addHook('preClose', () => smsc.close());
  return smsc;
}

/** Lets go of whatever would keep a call or a connection waiting, and closes the ledger after the last answer. */
function endInOrder(app: FastifyInstance, world: World, closing: AbortController): void {
  app.addHook('preClose', async () => {
    closing.abort();
    world.webhooks.close();
    world.phones.feed.close();
  });
  // A connection that was busy when closing began would otherwise be kept alive after its answer.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing.signal.aborted) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onClose', () => world.ledger.close());
}

async function openWorld(
  app: FastifyInstance,
  settings: Settings,
  optOuts: OptOuts,
  closing: AbortSignal,
): Promise<World> {
  const account = { sid: DEFAULT_ACCOUNT_SID, authToken: settings.twilioAuthToken };
  const webhookUrl = inboundUrl(settings.publicUrl);
  const phones: Phones = new Phones((phone) =>
    carryTo(webhookUrl, carrierOf(phones, optOuts), { phone, sender: POOL_NUMBER, account }),
  );
  return {
    settings,
    faults: new Faults(),
    ledger: await Ledger.open(settings.dataFolder),
    phones,
    webhooks: new Webhooks(reachableFrom(settings.publicUrl), app.log),
    log: app.log,
    closing,
  };
}

/** Each protocol parses its own bodies, and answers unreadable ones in its own words. */
function takeBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

function routes(app: FastifyInstance, world: World, optOuts: OptOuts): void {
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', () => ({ status: 'ok' }));
  fcmRoutes(app, world);
  twilioRoutes(app, world, optOuts);
  rbmRoutes(app, world);
  simRoutes(app, world);
  phoneRoutes(app, world);
  phoneEventRoutes(app, world);
  ledgerRoutes(app, world);
  faultRoutes(app, world);
  mediaRoutes(app);
  pageRoutes(app);
}
