import type { Store } from '@hermod/postgres';

/** The processes of a Hermod, in the order in which they are stopped: the door first, the outside world last. */
export const SERVICES = ['gateway', 'routing', 'consent', 'delivery', 'receipts', 'simulator'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Ports of the simulator besides its HTTP's, by the variable that names each: what listens there, and where by default. */
export const SIMULATOR_PORTS = {
  HERMOD_SMTP_PORT: { what: "the simulator's mail server", standard: 2525 },
  HERMOD_SMPP_PORT: { what: "the simulator's SMSC", standard: 2775 },
} as const;
export type SimulatorPort = keyof typeof SIMULATOR_PORTS;

/** What every process of one system is told. */
export interface Surroundings {
  readonly brokers: string;
  readonly prefix: string;
  readonly partitions: number;
  readonly databaseUrls: Readonly<Record<Store, string>>;
  /** The ports of each service's instances. */
  readonly ports: Readonly<Record<ServiceName, readonly number[]>>;
  readonly simulatorPorts: Readonly<Record<SimulatorPort, number>>;
  readonly publicUrl: string;
  readonly secrets: Secrets;
  readonly simulatorFolder: string;
  /** Settings on top, for all services. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Secrets {
  readonly apiKey: string;
  readonly secret: string;
  readonly principalSecret: string;
}

/** Variables of the starter that mean something else in a service, or are no business of it. */
const NOT_INHERITED = /^(npm_|PORT$|DATABASE_URL$|KAFKA_BROKERS$|HERMOD_API_KEY$|NODE_OPTIONS$|VITEST)/;

/** The environment of one process (the table in CONTRIBUTING.md). */
export function environmentOf(
  service: ServiceName,
  port: number,
  around: Surroundings,
  own: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const inherited = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !NOT_INHERITED.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    PORT: String(port),
    HERMOD_PUBLIC_URL: around.publicUrl,
    ...Object.fromEntries(Object.entries(around.simulatorPorts).map(([name, at]) => [name, String(at)])),
    ...(service === 'simulator'
      ? { HERMOD_SIMULATOR_DATA: around.simulatorFolder }
      : insideOf(service, around)),
    ...around.env,
  };
}

function insideOf(service: Exclude<ServiceName, 'simulator'>, around: Surroundings): Record<string, string> {
  const { ports, secrets } = around;
  // Only the gateway spreads its calls over instances; the others ask the first.
  const origins = (of: ServiceName): string => {
    const all = ports[of].map((port) => `http://127.0.0.1:${port}`);
    return service === 'gateway' ? all.join(',') : all[0]!;
  };
  return {
    KAFKA_BROKERS: around.brokers,
    HERMOD_KAFKA_PREFIX: around.prefix,
    HERMOD_KAFKA_PARTITIONS: String(around.partitions),
    HERMOD_PRINCIPAL_SECRET: secrets.principalSecret,
    HERMOD_SECRET: secrets.secret,
    HERMOD_SIMULATOR_URL: `http://127.0.0.1:${ports.simulator[0]}`,
    HERMOD_URL_ROUTING: origins('routing'),
    HERMOD_URL_CONSENT: origins('consent'),
    HERMOD_URL_DELIVERY: origins('delivery'),
    HERMOD_URL_RECEIPTS: origins('receipts'),
    DATABASE_URL: around.databaseUrls[service],
    ...(service === 'gateway' ? { HERMOD_API_KEY: secrets.apiKey } : {}),
  };
}
