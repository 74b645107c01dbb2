/** Health of a process: alive when it answers, ready when everything it needs does. */
import {
  Controller,
  Get,
  Global,
  Header,
  Inject,
  Injectable,
  Module,
  Res,
  type OnModuleDestroy,
} from '@nestjs/common';
import { METRICS_CONTENT_TYPE, renderMetrics } from '@hermod/telemetry';
import type { FastifyReply } from 'fastify';
import { Public } from './principal-guard.ts';

/** Something that must work for the process to be ready; a check that throws makes it unready. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<void> | void;
}

/** Readiness, as `/health/ready` shows it. */
export interface Readiness {
  readonly status: 'ready' | 'unready';
  /** Each check by its name. */
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
  readonly failing: readonly string[];
}

const CHECK_DEADLINE_MS = 2_000;

/**
 * The checks of this process. Whoever needs something injects this and adds its check. Once the process has
 * been told to stop it is unready, so that nobody sends it new work while it finishes.
 */
@Injectable()
export class HealthChecks implements OnModuleDestroy {
  readonly #checks: HealthCheck[] = [];
  #isStopping = false;

  add(check: HealthCheck): void {
    this.#checks.push(check);
  }

  onModuleDestroy(): void {
    this.#isStopping = true;
  }

  /** Runs all checks at once, two seconds at most. */
  async readiness(): Promise<Readiness> {
    const results = await Promise.all(
      this.#checks.map(async (check) => [check.name, (await passes(check)) ? 'ok' : 'failing'] as const),
    );
    if (this.#isStopping) results.push(['stopping', 'failing']);
    const failing = results.filter(([, result]) => result === 'failing').map(([name]) => name);
    return {
      status: failing.length === 0 ? 'ready' : 'unready',
      checks: Object.fromEntries(results),
      failing,
    };
  }
}

async function passes(check: HealthCheck): Promise<boolean> {
  const deadline = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => deadline.resolve(false), CHECK_DEADLINE_MS);
  try {
    return await Promise.race([Promise.resolve(check.check()).then(() => true), deadline.promise]);
  } catch {
    // Why it fails is logged by whoever uses it; here only the name counts.
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Liveness and readiness; `@Public()`, because supervisors have no key. */
@Public()
@Controller('health')
export class HealthController {
  readonly #checks: HealthChecks;
  constructor(@Inject(HealthChecks) checks: HealthChecks) {
    this.#checks = checks;
  }

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.#checks.readiness();
    void reply.status(readiness.status === 'ready' ? 200 : 503);
    return readiness;
  }
}

/** This process' metrics in Prometheus' text format. */
@Public()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('content-type', METRICS_CONTENT_TYPE)
  metrics(): string {
    return renderMetrics();
  }
}

/** Makes `HealthChecks` injectable everywhere. */
@Global()
@Module({ providers: [HealthChecks], exports: [HealthChecks] })
export class HealthModule {}
