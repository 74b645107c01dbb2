import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_FOLDER } from '@hermod/embedded';
import type { ServiceName } from '../system/services.ts';
import type { System } from '../system/system.ts';
import { Inspector } from './inspector.ts';
import { summarize, type ProfileSummary } from './profile-summary.ts';

/** The profile of one service during one measurement. */
export interface ServiceProfile extends ProfileSummary {
  readonly service: ServiceName;
  /** To be opened in a browser's developer tools. */
  readonly file: string;
}

const FOLDER = join(STATE_FOLDER, 'bench-profiles');
const SHOWN = 25;

/** Samples services between `start` and `stop`; does nothing when there are none. */
export class Profiling {
  readonly #inspectors: ReadonlyMap<ServiceName, Inspector>;

  private constructor(inspectors: ReadonlyMap<ServiceName, Inspector>) {
    this.#inspectors = inspectors;
  }

  static async attach(system: System, services: readonly ServiceName[]): Promise<Profiling> {
    const inspectors = new Map<ServiceName, Inspector>();
    for (const service of services) inspectors.set(service, await Inspector.attach(system, service));
    return new Profiling(inspectors);
  }

  async start(): Promise<void> {
    await Promise.all([...this.#inspectors.values()].map((inspector) => inspector.start()));
  }

  /** @param name of the measurement, for the files. */
  async stop(name: string): Promise<ServiceProfile[]> {
    if (this.#inspectors.size > 0) mkdirSync(FOLDER, { recursive: true });
    return Promise.all(
      [...this.#inspectors].map(async ([service, inspector]) => {
        const profile = await inspector.stop();
        const file = join(FOLDER, `${name}-${service}.cpuprofile`);
        writeFileSync(file, JSON.stringify(profile));
        return { service, file, ...summarize(profile, SHOWN) };
      }),
    );
  }

  close(): void {
    for (const inspector of this.#inspectors.values()) inspector.close();
  }
}
