import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, freePorts, makePassableFolder, requireFreePort } from '@hermod/embedded';
import type { Store } from '@hermod/postgres';
import { Fleet, type SystemProcess } from './fleet.ts';
import {
  layFoundation,
  silently,
  type Foundation,
  type FoundationParts,
  type PortChoice,
  type Step,
} from './foundation.ts';
import { claim } from './leftovers.ts';
import { freshSecret, keptSecret } from './secrets.ts';
import {
  environmentOf,
  SERVICES,
  SIMULATOR_PORTS,
  type ServiceName,
  type SimulatorPort,
  type Surroundings,
} from './services.ts';

/** How a system is started. */
export interface SystemOptions {
  /** Keeps data, logs, secrets and pid files; a second start on it goes on where the first ended. */
  readonly dataDir: string;
  /** `fixed`: the ports of the design, or those that its variables name. `free`: any, for tests and benchmarks. */
  readonly ports: 'fixed' | 'free';
  /** How many processes of a service; default 1. Only the first one's HTTP API is called by others. */
  readonly instances?: Partial<Record<ServiceName, number>>;
  /** Extra variables for every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Yours (comma-separated) instead of an embedded broker. */
  readonly brokers?: string | undefined;
  /** Yours, as a role that may create roles, instead of an embedded database. */
  readonly adminUrl?: string | undefined;
  /** Put before every Kafka topic and group; default empty. */
  readonly prefix?: string;
  /** Of each Kafka topic; default 6. */
  readonly partitions?: number;
  /** The local admin key; default: made once and kept in `<dataDir>/api-key`. */
  readonly apiKey?: string | undefined;
  /** How the world reaches the gateway; default its loopback address. */
  readonly publicUrl?: string | undefined;
  /** Shows the steps; default silent. */
  readonly step?: Step;
  /** Gets what happens afterwards, such as a service that died; default silent. */
  readonly log?: (line: string) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

/** A running Hermod. */
export interface System {
  readonly gatewayUrl: string;
  readonly simulatorUrl: string;
  /** Ports of the simulator for what is no HTTP, by the variable that names each. */
  readonly simulatorPorts: Surroundings['simulatorPorts'];
  readonly apiKey: string;
  readonly brokers: string;
  readonly prefix: string;
  readonly partitions: number;
  readonly adminUrl: string;
  readonly databaseUrls: Readonly<Record<Store, string>>;
  readonly logsDir: string;
  processes(): readonly SystemProcess[];
  /** Sends a signal to one process of a service (default the first); if it dies, it is started again. */
  kill(service: ServiceName, signal: NodeJS.Signals, instance?: number): void;
  /** Asks one process (default the first) to end, waits for that, starts it again, and waits until it is ready. */
  restart(service: ServiceName, instance?: number): Promise<void>;
  /**
   * Starts one more process of a service and waits until it is ready. Nobody calls its HTTP API.
   * @returns its number.
   */
  add(service: ServiceName): Promise<number>;
  /** Asks one process to end, and starts it no more. */
  remove(service: ServiceName, instance: number): Promise<void>;
  /** The broker and the database that it runs on; undefined where yours are used. */
  readonly foundation: FoundationParts;
  /** Waits until every process answers that it is ready, such as after a `kill`. */
  ready(): Promise<void>;
  /** Stops the services from the door inwards, then the database, then the broker. */
  stop(): Promise<void>;
}

/**
 * Starts the whole system and returns when every process is ready.
 * @throws HermodError with one sentence and its fix (PORT_TAKEN, FOLDER_CLOSED, SERVICE_NOT_READY, …); what
 * had been started by then is stopped.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, step = silently, log = () => undefined } = options;
  makePassableFolder(dataDir);
  mkdirSync(join(dataDir, 'pids'), { recursive: true });
  const release = await claim(dataDir);
  const fleet = new Fleet({ dataDir, log });
  let foundation: Foundation | undefined;
  const stop = async (): Promise<void> => {
    await fleet.stop();
    await foundation?.stop();
    release();
  };
  try {
    const chosen = await choosePorts(options);
    foundation = await layFoundation(foundationOptions(options));
    const around = surroundings(options, foundation, chosen);
    await step(
      'Starting the services',
      async (detail) => {
        await launch(fleet, options, around, chosen.ports);
        await fleet.ready({ signal: options.signal, pending: (names) => detail(names.join(', ')) });
      },
      () => `${fleet.processes().length} services are ready`,
    );
    return running(options, foundation, around, fleet, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = Readonly<Record<ServiceName, readonly number[]>>;
type ChosenPorts = { readonly ports: Ports } & Pick<Surroundings, 'simulatorPorts'>;

function running(
  options: SystemOptions,
  foundation: Foundation,
  around: Surroundings,
  fleet: Fleet,
  stop: () => Promise<void>,
): System {
  return {
    gatewayUrl: `http://127.0.0.1:${around.ports.gateway[0]}`,
    simulatorUrl: `http://127.0.0.1:${around.ports.simulator[0]}`,
    simulatorPorts: around.simulatorPorts,
    apiKey: around.secrets.apiKey,
    brokers: foundation.brokers,
    prefix: around.prefix,
    partitions: around.partitions,
    adminUrl: foundation.adminUrl,
    databaseUrls: foundation.databaseUrls,
    logsDir: join(options.dataDir, 'logs'),
    processes: () => fleet.processes(),
    kill: (service, signal, instance = 1) => fleet.kill(service, signal, instance),
    restart: (service, instance = 1) => fleet.restart(service, instance),
    add: oneMore(fleet, around),
    remove: (service, instance) => fleet.remove(service, instance),
    foundation: foundation.parts,
    ready: () => fleet.ready(),
    stop,
  };
}

/** Numbers are never given twice, so that a log tells of one process only. */
function oneMore(fleet: Fleet, around: Surroundings): System['add'] {
  const given = new Map(SERVICES.map((service) => [service, around.ports[service].length]));
  return async (service) => {
    const instance = given.get(service)! + 1;
    given.set(service, instance);
    const port = await freePort();
    await fleet.add(service, instance, port, environmentOf(service, port, around));
    await fleet.readyAlone(service, instance);
    return instance;
  };
}

async function launch(
  fleet: Fleet,
  options: SystemOptions,
  around: Surroundings,
  ports: Ports,
): Promise<void> {
  for (const service of SERVICES) {
    for (const [index, port] of ports[service].entries()) {
      await fleet.add(service, index + 1, port, environmentOf(service, port, around));
    }
  }
}

/** Gateway and simulator have ports that people know; every other process gets a free one. */
async function choosePorts(options: SystemOptions): Promise<ChosenPorts> {
  const wanted = SERVICES.flatMap((service) =>
    Array.from({ length: options.instances?.[service] ?? 1 }, () => service),
  );
  const free = await freePorts(wanted.length + SIMULATOR_PORT_NAMES.length);
  const ports = Object.fromEntries(
    SERVICES.map((service): [ServiceName, number[]] => [service, []]),
  ) as Record<ServiceName, number[]>;
  for (const [index, service] of wanted.entries()) ports[service].push(free[index]!);
  if (options.ports === 'free') return { ports, simulatorPorts: simulatorPortsOf(free.slice(wanted.length)) };
  for (const [service, variable, port] of [
    ['gateway', 'HERMOD_PORT', 8080],
    ['simulator', 'HERMOD_SIMULATOR_PORT', 8090],
  ] as const) {
    ports[service][0] = fixedPort(variable, port);
    await requireFreePort(ports[service][0], `the ${service}`, variable);
  }
  const simulatorPorts = simulatorPortsOf();
  for (const name of SIMULATOR_PORT_NAMES)
    await requireFreePort(simulatorPorts[name], SIMULATOR_PORTS[name].what, name);
  return { ports, simulatorPorts };
}

const SIMULATOR_PORT_NAMES = Object.keys(SIMULATOR_PORTS) as SimulatorPort[];

/** In the order of their names: free ones, else those that the design or their variables fix. */
function simulatorPortsOf(free: readonly number[] = []): ChosenPorts['simulatorPorts'] {
  return Object.fromEntries(
    SIMULATOR_PORT_NAMES.map((name, index) => [
      name,
      free[index] ?? fixedPort(name, SIMULATOR_PORTS[name].standard),
    ]),
  ) as ChosenPorts['simulatorPorts'];
}

function fixedPort(variable: string, standard: number): number {
  return Number(process.env[variable] ?? standard);
}

function foundationOptions(options: SystemOptions): Parameters<typeof layFoundation>[0] {
  const choice = (variable: string, standard: number): PortChoice =>
    options.ports === 'free' ? 'free' : { port: fixedPort(variable, standard), variable };
  return {
    dataDir: options.dataDir,
    brokers: options.brokers,
    adminUrl: options.adminUrl,
    kafkaPort: choice('HERMOD_KAFKA_PORT', 9092),
    postgresPort: choice('HERMOD_POSTGRES_PORT', 5433),
    prefix: options.prefix ?? '',
    partitions: options.partitions ?? 6,
    step: options.step ?? silently,
    warn: options.log ?? (() => undefined),
  };
}

function surroundings(
  options: SystemOptions,
  foundation: Foundation,
  { ports, simulatorPorts }: ChosenPorts,
): Surroundings {
  const { dataDir, env = {}, prefix = '', partitions = 6 } = options;
  return {
    brokers: foundation.brokers,
    prefix,
    partitions,
    databaseUrls: foundation.databaseUrls,
    ports,
    simulatorPorts,
    publicUrl: options.publicUrl ?? `http://127.0.0.1:${ports.gateway[0]}`,
    secrets: {
      apiKey: options.apiKey ?? keptSecret(join(dataDir, 'api-key')),
      secret: process.env['HERMOD_SECRET'] ?? keptSecret(join(dataDir, 'secret')),
      principalSecret: freshSecret(),
    },
    simulatorFolder: join(dataDir, 'simulator'),
    env,
  };
}
