import { type ApiClient, ApiProblem, type SystemHealth } from '@hermod/api';
import type { Surroundings } from '../command.ts';
import { Failure } from '../failure.ts';
import { gatewayAddress } from '../gateway/gateway-address.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { counted } from '../terminal/counted.ts';
import { fine, finding, type Finding, unchecked } from './finding.ts';
import { readSamples, type Sample } from './prometheus-text.ts';

/** What was found at the gateway, and what it tells of the rest. */
export interface CheckedGateway {
  readonly findings: readonly Finding[];
  /** Of all processes; undefined when it does not answer. */
  readonly samples: readonly Sample[] | undefined;
  /** The ids of the providers that delivery runs with; undefined when that can't be had. */
  readonly providers: readonly string[] | undefined;
}

/** Does the gateway answer, is every instance of every service ready, and is our key good? */
export async function checkGateway(around: Surroundings): Promise<CheckedGateway> {
  try {
    return await withGateway(around, async (client) => {
      const [{ body: health }, metrics, key] = await Promise.all([
        client.send('getReadiness'),
        client.text('getMetrics', { accept: 'text/plain' }),
        checkKey(client),
      ]);
      const { url } = gatewayAddress(around);
      return {
        findings: [...judgeHealth(health, url), key.found],
        samples: readSamples(metrics),
        providers: key.providers,
      };
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fix = error.fix ?? 'look into the log of the gateway';
    return { findings: [finding(error.message, fix)], samples: undefined, providers: undefined };
  }
}

async function checkKey(client: ApiClient): Promise<{ found: Finding; providers?: readonly string[] }> {
  try {
    const { providers } = await client.call('listProviders');
    return { found: fine('the key is good'), providers: providers.map(({ id }) => id) };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === 401)
      return {
        found: finding(
          `the key is not good: ${error.message}`,
          'set HERMOD_API_KEY, or run this where .hermod/api-key lies',
        ),
      };
    return { found: unchecked(`the providers that run can't be had: ${error.message}`) };
  }
}

/** One finding for the gateway, and one for each service. */
export function judgeHealth({ gateway, services }: SystemHealth, url: string): Finding[] {
  const own =
    gateway.status === 'ready'
      ? fine(`the gateway answers at ${url}`)
      : finding(
          `the gateway is not ready: ${gateway.failing.join(', ')} fails`,
          'see what fails below, and its log',
        );
  return [
    own,
    ...Object.entries(services).map(([service, instances]) => {
      const bad = instances.filter(({ status }) => status !== 'ready');
      const values = { service, instances };
      if (instances.length > 0 && bad.length === 0)
        return fine(`${service} is ready, ${counted(instances.length, 'instance')}`, values);
      if (instances.length === 0) return finding(`${service} has no instance`, 'start it', values);
      const words = bad.map(({ instance, status, failing = [] }) =>
        [`${instance} is ${status}`, ...(failing.length === 0 ? [] : [`(${failing.join(', ')})`])].join(' '),
      );
      return finding(`${service}: ${words.join('; ')}`, 'look into its log', values);
    }),
  ];
}
