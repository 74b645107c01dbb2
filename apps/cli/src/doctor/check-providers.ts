import { createProviders, type Provider, type ProviderConfig, providersOf } from '@hermod/providers';
import type { Surroundings } from '../command.ts';
import { failureOf } from '../failure.ts';
import { fine, finding, type Finding, wordsOf } from './finding.ts';
import { reachServer } from './reach-server.ts';

const DEADLINE_MS = 4_000;

/**
 * Can the providers file be read, does each provider answer, and does it know our account where that can be asked
 * without sending anything?
 * @param running the ids of the providers that delivery runs with, where they are known
 */
export async function checkProviders(
  env: Surroundings['env'],
  running: readonly string[] | undefined,
): Promise<Finding[]> {
  let configs: readonly ProviderConfig[];
  try {
    configs = providersOf({ ...env, HERMOD_SIMULATOR_URL: simulatorUrl(env) });
  } catch (error) {
    const { message, fix, problems } = failureOf(error);
    const mend = fix ?? 'correct the file that HERMOD_PROVIDERS names';
    if (problems.length < 2) return [finding(message, mend)];
    return problems.map(({ field, message: what }) => finding(`${field}: ${what}`, mend));
  }
  const ids = configs.map(({ id }) => id);
  if (running !== undefined && running.toSorted().join() !== ids.toSorted().join()) {
    const what = `delivery runs with ${running.join(', ')}; here HERMOD_PROVIDERS says ${ids.join(', ')}`;
    return [finding(what, 'set HERMOD_PROVIDERS here as delivery has it, then call this again')];
  }
  const providers = createProviders(configs);
  try {
    return await Promise.all(configs.map((config, index) => checkProvider(config, providers[index]!)));
  } finally {
    await Promise.all(providers.map((provider) => provider.close()));
  }
}

function simulatorUrl(env: Surroundings['env']): string {
  return env['HERMOD_SIMULATOR_URL'] ?? `http://127.0.0.1:${env['HERMOD_SIMULATOR_PORT'] ?? '8090'}`;
}

async function checkProvider(
  config: ProviderConfig,
  { class: onUnknown, channels }: Provider,
): Promise<Finding> {
  const name = `${config.id} (${config.type}, ${onUnknown}, ${channels.join(' and ')})`;
  const values = { provider: config.id, type: config.type, class: onUnknown, channels };
  try {
    if (!('baseUrl' in config)) {
      await reachServer(config.host, config.port, DEADLINE_MS);
      return fine(`${name} answers; our account shows with the first message`, values);
    }
    const { url, headers, asksForAccount } = probeOf(config);
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await response.body?.cancel();
    const { status } = response;
    if (asksForAccount && (status === 401 || status === 403))
      return finding(`${name} refuses our account`, 'correct its credentials in the providers file', {
        ...values,
        status,
      });
    if (asksForAccount && status === 200) return fine(`${name} knows our account`, values);
    return fine(`${name} answers; our account shows with the first message`, values);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const fix = 'look at its baseUrl, or host and port, and the way there; of the simulator, whether it runs';
    return finding(`${name} can't be reached: ${wordsOf(cause)}`, fix, values);
  }
}

interface Probe {
  readonly url: string;
  readonly headers: Record<string, string>;
  /** The answer tells whether the credentials are good. */
  readonly asksForAccount: boolean;
}

/** Only Twilio has a page that wants the credentials and sends nothing; of the others it is looked whether they answer. */
function probeOf(config: Extract<ProviderConfig, { baseUrl: string }>): Probe {
  const base = config.baseUrl.replace(/\/+$/, '');
  if (config.type !== 'twilio') return { url: `${base}/`, headers: {}, asksForAccount: false };
  const { accountSid, authToken } = config;
  return {
    url: `${base}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}.json`,
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    asksForAccount: true,
  };
}
