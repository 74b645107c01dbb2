import { setTimeout as wait } from 'node:timers/promises';
import { FLOW, HermodError, SERVICES } from '@hermod/contracts';
import { groupOf, KafkaPositions, topicsOf } from '@hermod/messaging';
import { callApi } from '../demo/demo.ts';
import type { System } from '../system/system.ts';
import { QUIET } from '../system/quiet-log.ts';
import type { Scenario } from './scenarios.ts';

/** Often enough for what is counted until the end, rarely enough to cost nothing. */
const LOOK_EVERY_MS = 250;
/** Without a further receipt for so long, something is stuck. */
const STUCK_AFTER_MS = 30_000;

/** Follows from outside how far the journeys have come: by offsets, which cost the broker next to nothing. */
export class Progress {
  readonly #positions: KafkaPositions;
  readonly #system: System;

  constructor(system: System) {
    this.#system = system;
    const { brokers, prefix } = system;
    this.#positions = new KafkaPositions({
      brokers: brokers.split(','),
      prefix,
      clientId: 'bench-progress',
      log: QUIET,
    });
  }

  /** Receipts that are on Kafka by now. */
  async receipts(): Promise<number> {
    const { topic } = FLOW.receiptRecorded;
    const ends = (await this.#positions.ends([topic])).get(topic);
    return [...(ends ?? [])].reduce((sum, [, { high }]) => sum + Number(high), 0);
  }

  /**
   * Waits until so many receipts are on Kafka, every service has handled everything, and no run is under way.
   * @throws HermodError BENCH_STUCK when nothing has happened for half a minute.
   */
  async untilDone(scenario: Scenario, receipts: number, signal: AbortSignal): Promise<void> {
    let seen = -1;
    let deadline = 0;
    for (;;) {
      signal.throwIfAborted();
      const now = await this.receipts();
      if (now !== seen) deadline = Date.now() + STUCK_AFTER_MS;
      seen = now;
      if (now >= receipts && (await this.#isAllHandled()) && !(await this.#isAnyRunning(scenario))) return;
      if (Date.now() > deadline) {
        throw new HermodError(
          'BENCH_STUCK',
          `${receipts - now} receipts are missing, and nothing came for ${STUCK_AFTER_MS / 1000} s; see ${this.#system.logsDir}`,
        );
      }
      await wait(LOOK_EVERY_MS);
    }
  }

  async close(): Promise<void> {
    await this.#positions.close();
  }

  async #isAllHandled(): Promise<boolean> {
    for (const service of SERVICES) {
      const topics = topicsOf(service, 'plain');
      if (topics.length === 0) continue;
      const [ends, committed] = await Promise.all([
        this.#positions.ends(topics),
        this.#positions.committed(groupOf(service, 'plain'), topics),
      ]);
      for (const topic of topics) {
        for (const [partition, { low, high }] of ends.get(topic) ?? []) {
          if (high > (committed.get(topic)?.get(partition) ?? low)) return false;
        }
      }
    }
    return true;
  }

  async #isAnyRunning({ journey }: Scenario): Promise<boolean> {
    const { body } = await callApi(this.#system, `/v1/runs?journey=${journey}&status=running&limit=1`);
    return (body as { runs: readonly unknown[] }).runs.length > 0;
  }
}
