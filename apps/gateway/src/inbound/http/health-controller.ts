import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { HealthChecks } from '@hermod/http';
import { METRICS_CONTENT_TYPE, renderMetrics } from '@hermod/telemetry';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { BACK_SERVICES, type BackService } from '../../config.ts';
import { type Exposition, mergeMetrics } from '../../outbound/merge-metrics.ts';
import { readAnswer, Services } from '../../outbound/services.ts';
import { NOBODY } from './caller.ts';

/** How one instance of a service is. */
interface InstanceHealth {
  readonly instance: string;
  readonly status: 'ready' | 'unready' | 'unreachable';
  readonly failing?: readonly string[];
}

interface SystemHealth {
  readonly status: 'ready' | 'unready';
  readonly gateway: { readonly status: 'ready' | 'unready'; readonly failing: readonly string[] };
  readonly services: Readonly<Record<string, readonly InstanceHealth[]>>;
}

const DEADLINE_MS = 3_000;
const Answer = z.object({ status: z.enum(['ready', 'unready']), failing: z.array(z.string()).default([]) });

/** Health and metrics of the whole system. */
@Controller()
export class HealthController {
  readonly #services: Services;
  readonly #checks: HealthChecks;
  constructor(@Inject(Services) services: Services, @Inject(HealthChecks) checks: HealthChecks) {
    this.#services = services;
    this.#checks = checks;
  }

  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 only when this gateway, Kafka and every instance of every service are ready. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<SystemHealth> {
    const [own, ...others] = await Promise.all([
      this.#checks.readiness(),
      ...BACK_SERVICES.map(async (service) => [service, await this.#healthOf(service)] as const),
    ]);
    const isReady =
      own.status === 'ready' && others.every(([, all]) => all.every((one) => one.status === 'ready'));
    void reply.status(isReady ? 200 : 503);
    return {
      status: isReady ? 'ready' : 'unready',
      gateway: { status: own.status, failing: own.failing },
      services: Object.fromEntries(others),
    };
  }

  /** The metrics of every process that answers, each line labelled with its service and instance. */
  @Get('metrics')
  @Header('content-type', METRICS_CONTENT_TYPE)
  async metrics(): Promise<string> {
    const others = await Promise.all(BACK_SERVICES.map((service) => this.#metricsOf(service)));
    return mergeMetrics([{ labels: { service: 'gateway' }, text: renderMetrics() }, ...others.flat()]);
  }

  #healthOf(service: BackService): Promise<InstanceHealth[]> {
    return Promise.all(
      this.#services.instances(service).map(async (origin) => {
        const instance = new URL(origin).host;
        const answer = await this.#get(origin, '/health/ready');
        const read = Answer.safeParse(answer === undefined ? undefined : jsonOf(answer.body));
        return read.success ? { instance, ...read.data } : { instance, status: 'unreachable' as const };
      }),
    );
  }

  async #metricsOf(service: BackService): Promise<Exposition[]> {
    const all = await Promise.all(
      this.#services.instances(service).map(async (origin) => {
        const answer = await this.#get(origin, '/metrics');
        if (answer?.status !== 200) return [];
        return [{ labels: { service, instance: new URL(origin).host }, text: answer.body }];
      }),
    );
    return all.flat();
  }

  /** Undefined when the instance doesn't answer; that is what this page is there to show. */
  async #get(origin: string, path: string): Promise<{ status: number; body: string } | undefined> {
    try {
      const request = { method: 'GET', path, caller: NOBODY, deadlineMs: DEADLINE_MS };
      const answer = await this.#services.askInstance(origin, request);
      return { status: answer.status, body: await readAnswer(answer) };
    } catch {
      return undefined;
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
