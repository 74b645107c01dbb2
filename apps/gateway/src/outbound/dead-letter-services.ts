import { HermodError } from '@hermod/contracts';
import { DeadLetterPage } from '@hermod/api';
import { DEAD_LETTERS_PATH, DEAD_LETTERS_SCOPE } from '@hermod/http';
import { BACK_SERVICES, type BackService } from '../config.ts';
import { readAnswer, type ServiceAnswer, type ServiceRequest, type Services } from './services.ts';

type Caller = ServiceRequest['caller'];

/** The services' lists, each from behind the same cursor, and who could not be asked. */
export interface DeadLetterPages {
  readonly pages: readonly DeadLetterPage[];
  readonly unavailable: readonly BackService[];
}

/** A list that lacks one service is worth more than none: nobody waits longer for it. */
const DEADLINE_MS = 3_000;

/** The dead letters of all services. Each keeps its own. */
export class DeadLetterServices {
  readonly #services: Services;
  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Asks the services for a page each.
   * @param query as the services take it, such as `limit=50`.
   * @throws HermodError SCOPE_MISSING
   */
  async list(asked: readonly BackService[], query: string, caller: Caller): Promise<DeadLetterPages> {
    const answers = await Promise.all(
      asked.map(async (service) => ({ service, page: await this.#pageOf(service, query, caller) })),
    );
    return {
      pages: answers.flatMap(({ page }) => (page === undefined ? [] : [page])),
      unavailable: answers.flatMap(({ service, page }) => (page === undefined ? [service] : [])),
    };
  }

  /**
   * The service that keeps a dead letter.
   * @throws HermodError SCOPE_MISSING, DEAD_LETTER_NOT_FOUND, or SERVICE_UNAVAILABLE when one that can't be asked
   * may have it.
   */
  async keeperOf(id: string, caller: Caller): Promise<BackService> {
    const answers = await Promise.all(
      BACK_SERVICES.map(async (service) => ({ service, has: await this.#has(service, id, caller) })),
    );
    const keeper = answers.find(({ has }) => has === true);
    if (keeper !== undefined) return keeper.service;
    const silent = answers.filter(({ has }) => has === undefined).map(({ service }) => service);
    if (silent.length === 0)
      throw new HermodError('DEAD_LETTER_NOT_FOUND', `there is no dead letter ${id}`, {
        field: 'id',
        fix: 'GET /v1/dead-letters lists them; they are kept for 30 days',
      });
    throw new HermodError('SERVICE_UNAVAILABLE', `${silent.join(', ')} may have it, but can't be asked`, {
      fix: 'try again in a moment; /health/ready tells what is missing',
    });
  }

  /** Undefined when the service can't tell. */
  async #pageOf(service: BackService, query: string, caller: Caller): Promise<DeadLetterPage | undefined> {
    const answer = await this.#ask(service, `${DEAD_LETTERS_PATH}?${query}`, caller);
    if (answer === undefined) return undefined;
    try {
      const read = DeadLetterPage.safeParse(JSON.parse(await readAnswer(answer)));
      return answer.status === 200 && read.success ? read.data : undefined;
    } catch {
      // It broke off, or said something else; the list names the service as unavailable.
      return undefined;
    }
  }

  /** Undefined when the service can't tell. */
  async #has(service: BackService, id: string, caller: Caller): Promise<boolean | undefined> {
    const answer = await this.#ask(service, `${DEAD_LETTERS_PATH}/${id}`, caller);
    await answer?.body.dump();
    if (answer?.status === 404) return false;
    return answer?.status === 200 ? true : undefined;
  }

  /** Undefined when the service can't be reached. */
  async #ask(service: BackService, path: string, caller: Caller): Promise<ServiceAnswer | undefined> {
    const answer = await this.#services
      .ask(service, { method: 'GET', path, caller, deadlineMs: DEADLINE_MS })
      .catch((error: unknown) => {
        if (error instanceof HermodError) return undefined;
        throw error;
      });
    if (answer?.status !== 403) return answer;
    await answer.body.dump();
    throw new HermodError('SCOPE_MISSING', `this key has no scope ${DEAD_LETTERS_SCOPE}`, {
      field: 'authorization',
      fix: `use a key with the scope ${DEAD_LETTERS_SCOPE}`,
    });
  }
}
