import { METRICS } from '@hermod/telemetry';
import { callHttp } from '../system/http-json.ts';
import type { System } from '../system/system.ts';

/**
 * How many calls after an opt-out the instances of delivery that live now have found themselves, looking back
 * (`hermod_attempts_after_opt_out_total`). One that was killed took its count along.
 */
export async function readAudit(system: Pick<System, 'processes'>): Promise<number> {
  const instances = system.processes().filter(({ service }) => service === 'delivery');
  const pages = await Promise.all(
    instances.map(async ({ url }) => String((await callHttp(`${url}/metrics`)).body)),
  );
  return pages.flatMap((page) => valuesOf(page)).reduce((sum, value) => sum + value, 0);
}

function valuesOf(page: string): number[] {
  const { name } = METRICS.afterOptOut;
  return page
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}
