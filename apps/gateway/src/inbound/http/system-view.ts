import { readFileSync } from 'node:fs';
import type { GatewayConfig } from '../../config.ts';

/** What a running Hermod tells about itself. */
export interface SystemView {
  readonly version: string;
  /** True while the phones of the simulator can be reached under `/v1/simulator`. */
  readonly simulator: boolean;
  /** The page of one trace, with `{traceId}` in its place; only when something shows traces. */
  readonly traceUrl?: string;
}

/** What this gateway tells about the system that it is the door of. */
export function systemView({ simulatorUrl, traceUrl }: GatewayConfig): SystemView {
  return {
    version: ownVersion(),
    simulator: simulatorUrl !== undefined,
    ...(traceUrl === undefined ? {} : { traceUrl }),
  };
}

/** From the package beside `src` and `dist`. */
function ownVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}
