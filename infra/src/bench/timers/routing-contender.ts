import { FLOW } from '@hermod/contracts';
import { freePort } from '@hermod/embedded';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { callHttp } from '../../system/http-json.ts';
import { environmentOf } from '../../system/services.ts';
import { timeOf } from '../processor-time.ts';
import type { Contender } from './contender.ts';
import type { JobsClient } from './contenders/jobs-client.ts';
import { JOURNEY } from './contenders/waiting-runs.ts';
import { EndedRuns } from './ended-runs.ts';
import type { TimerRig } from './timer-rig.ts';
import { Traffic } from './traffic.ts';

/** Events each second that come in meanwhile and concern nobody: timers wait until they were read. */
const TRAFFIC_PER_SECOND = 50;

/** Starts and ends the process of routing; the first start makes its schema and publishes the journey. */
export class RoutingProcess {
  readonly #rig: TimerRig;
  #port = 0;

  constructor(rig: TimerRig) {
    this.#rig = rig;
  }

  async start(): Promise<void> {
    const { fleet, surroundings } = this.#rig;
    this.#port = await freePort();
    await fleet.add('routing', 1, this.#port, environmentOf('routing', this.#port, surroundings));
    await fleet.ready();
  }

  async stop(): Promise<void> {
    await this.#rig.fleet.remove('routing', 1);
  }

  /** Seconds of processor time of the process and of the broker. */
  cpu(): number {
    const pid = this.#rig.fleet.processes().find(({ service }) => service === 'routing')?.pid;
    return (pid === undefined ? 0 : timeOf(pid)) + this.#rig.brokerCpu();
  }

  async publish(): Promise<void> {
    await this.#call('PUT', '', JOURNEY);
    await this.#call('POST', '/publish');
  }

  async #call(method: string, path: string, body?: object): Promise<void> {
    const principal = freshPrincipal(['*'], 'bench', this.#rig.surroundings.secrets.principalSecret);
    const answer = await callHttp(`http://127.0.0.1:${this.#port}/v1/journeys/${JOURNEY.journey}${path}`, {
      method,
      headers: { [PRINCIPAL_HEADER]: principal },
      ...(body === undefined ? {} : { body }),
      timeoutMs: 10_000,
    });
    if (answer.status > 201)
      throw new Error(`routing answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/**
 * The routing service end to end: a timer has fired when the fact that its run has ended is on Kafka. Events come in
 * meanwhile, as they do in life.
 */
export async function openRouting(
  rig: TimerRig,
  routing: RoutingProcess,
  jobs: JobsClient,
  signal: AbortSignal,
): Promise<Contender> {
  const { brokers, adminUrl } = rig.foundation;
  const ended = await EndedRuns.follow(brokers, FLOW.journeyProgressed.topic, signal);
  const traffic = await Traffic.connect(brokers, FLOW.domainEvents.topic);
  return {
    name: 'routing',
    databaseUrl: adminUrl,
    fill: (count) => jobs.fill(count),
    insert: async (dues) => {
      const runs = await jobs.insert(dues);
      ended.expect(runs.map((id, n) => [id, dues[n]!]));
    },
    start: async () => {
      await routing.start();
      traffic.start(TRAFFIC_PER_SECOND);
    },
    stop: async () => {
      await traffic.stop();
      await routing.stop();
    },
    take: (count) => ended.take(count),
    cpu: () => routing.cpu(),
    close: async () => {
      await traffic.close();
      await ended.close();
    },
  };
}
