/** What Hermod sends to when nobody has named a provider: the simulator. */
import type { ProviderConfig } from './registry.ts';

/** The accounts that the simulator has. Their tokens are no secrets: they guard nothing but the simulator's phones. */
export const SIMULATOR_ACCOUNTS = {
  fcmProjectId: 'hermod-simulator',
  fcmToken: 'simulator',
  twilioAccountSid: `AC${'0'.repeat(32)}`,
  twilioAuthToken: 'sim-auth-token',
  twilioSender: '+15005550006',
  rbmAgentId: 'hermod_demo_agent',
  rbmToken: 'simulator',
  rbmClientToken: 'sim-client-token',
  smppSystemId: 'hermod',
  smppPassword: 'sim-pass',
  smtpFrom: 'hermod@hermod.test',
  smtpReturnPathDomain: 'returns.hermod.test',
  smtpInboundSecret: 'sim-inbound-secret',
} as const;

/** Ports of the simulator for what is no HTTP; its host is that of its URL. */
export interface SimulatorPorts {
  readonly smtp: number;
}

/** The ports that the simulator takes unless it is told others. */
export const SIMULATOR_PORTS: SimulatorPorts = { smtp: 2525 };

/** The providers of an installation without a file: one of each type, all played by the simulator at this URL. */
export function simulatorProviders(
  simulatorUrl: string,
  ports: SimulatorPorts = SIMULATOR_PORTS,
): ProviderConfig[] {
  return [...overHttp(simulatorUrl), mailServer(new URL(simulatorUrl).hostname, ports.smtp)];
}

function overHttp(baseUrl: string): ProviderConfig[] {
  const limits = { baseUrl, windowSize: 200, ratePerSecond: 10_000, timeoutMs: 10_000 };
  return [
    {
      id: 'fcm',
      type: 'fcm',
      ...limits,
      projectId: SIMULATOR_ACCOUNTS.fcmProjectId,
      auth: { type: 'token', token: SIMULATOR_ACCOUNTS.fcmToken },
    },
    {
      id: 'twilio',
      type: 'twilio',
      ...limits,
      accountSid: SIMULATOR_ACCOUNTS.twilioAccountSid,
      authToken: SIMULATOR_ACCOUNTS.twilioAuthToken,
      sender: SIMULATOR_ACCOUNTS.twilioSender,
    },
    {
      id: 'rbm',
      type: 'rbm',
      ...limits,
      agentId: SIMULATOR_ACCOUNTS.rbmAgentId,
      clientToken: SIMULATOR_ACCOUNTS.rbmClientToken,
      auth: { type: 'token', token: SIMULATOR_ACCOUNTS.rbmToken },
      checksCapabilities: true,
    },
  ];
}

function mailServer(host: string, port: number): ProviderConfig {
  return {
    id: 'smtp',
    type: 'smtp',
    host,
    port,
    secure: false,
    requireTls: false,
    windowSize: 50,
    ratePerSecond: 10_000,
    timeoutMs: 10_000,
    from: { name: 'Hermod', address: SIMULATOR_ACCOUNTS.smtpFrom },
    returnPathDomain: SIMULATOR_ACCOUNTS.smtpReturnPathDomain,
    inboundSecret: SIMULATOR_ACCOUNTS.smtpInboundSecret,
  };
}
