import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG, LOG, type ServiceConfig } from '@hermod/service-host';
import { counterOf, type Logger, METRICS } from '@hermod/telemetry';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FollowedLink } from '../../outbound/delivery-links.ts';
import { HeldClicks } from '../../storage/held-clicks.ts';
import { RecordReceipts } from '../record-receipts.ts';
import { type Visit, weaknessOfClick, weaknessOfOpening } from './weakness-of-visit.ts';

/** A visit and who makes it. */
export interface VisitOfLink extends Visit {
  readonly code: string;
  /** The address that it comes from. */
  readonly address: string | undefined;
}

/** Nobody waits longer for what they came for, in milliseconds. */
const PATIENCE_MS = 1_000;
const unrecorded = counterOf(METRICS.linkVisitsUnrecorded);

/** Records that somebody, or something, followed a link of a message or fetched its picture. */
@Injectable()
export class RecordVisit implements OnModuleDestroy {
  readonly #recordReceipts: RecordReceipts;
  readonly #heldClicks: HeldClicks;
  readonly #secret: string;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(
    @Inject(RecordReceipts) recordReceipts: RecordReceipts,
    @Inject(HeldClicks) heldClicks: HeldClicks,
    @Inject(CONFIG) { secret }: ServiceConfig,
    @Inject(LOG) log: Logger,
  ) {
    this.#recordReceipts = recordReceipts;
    this.#heldClicks = heldClicks;
    this.#secret = secret;
    this.#log = log;
    // From the start: a first one that is lost would not look like an increase.
    for (const kind of ['clicked', 'opened']) unrecorded.inc({ kind }, 0);
  }

  /**
   * Resolves when the visit is recorded, and after a second at the latest: the rest then happens behind the person's back.
   * It never rejects, for nobody who follows a link can mend what is wrong here; what could not be recorded is counted.
   */
  async execute(link: FollowedLink, visit: VisitOfLink): Promise<void> {
    const recorded = this.#record(link, visit).catch((error: unknown) => {
      unrecorded.inc({ kind: kindOf(link) });
      this.#log.error({ err: error, messageId: link.messageId }, 'the visit of a link is not recorded');
    });
    this.#running.add(recorded);
    void recorded.finally(() => this.#running.delete(recorded));
    const over = new AbortController();
    await Promise.race([
      recorded,
      sleep(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    over.abort();
  }

  /** What is being recorded is recorded before the service ends. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #record(link: FollowedLink, visit: VisitOfLink): Promise<void> {
    const { messageId, recipient, runId, channel, lane, siblings } = link;
    const about = { messageId, recipient, runId, channel, lane };
    const kind = kindOf(link);
    const weak = kind === 'opened' ? weaknessOfOpening(visit, link) : weaknessOfClick(visit, link);
    if (weak === undefined && siblings > 1) {
      // A machine in a browser's clothes follows every link at once, which shows only with the second.
      const { code, at, address = '' } = visit;
      const visitor = createHmac('sha256', this.#secret).update(`visitor ${address}`).digest('base64url');
      return this.#heldClicks.add({ ...about, id: randomUUID(), code, visitor, at });
    }
    const report = { about, kind, at: visit.at.toISOString() };
    await this.#recordReceipts.execute(weak === undefined ? report : { ...report, weak });
  }
}

const kindOf = ({ target }: FollowedLink): 'clicked' | 'opened' => (target === null ? 'opened' : 'clicked');
