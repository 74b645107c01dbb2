import { ErasureView } from '@hermod/api';
import { HermodError, Instant } from '@hermod/contracts';
import { z } from 'zod';
import { BACK_SERVICES, type BackService } from '../config.ts';
import { readAnswer, type ServiceAnswer, type ServiceRequest, type Services } from './services.ts';

type Caller = ServiceRequest['caller'];

/** What a service says of an erasure that it has carried out. */
export interface ErasureMark {
  /** What is from before it is gone. */
  readonly erasedAt: Date;
  /** When the service had erased. */
  readonly doneAt: Date;
}

/** Everything about somebody, by service; or the answer of consent that there is nothing to be had. */
export type Gathered =
  { readonly parts: Readonly<Record<BackService, unknown>> } | { readonly refusal: ServiceAnswer };

const MARK_DEADLINE_MS = 3_000;
const EXPORT_DEADLINE_MS = 30_000;
/** The part of one service. */
const MOST_EXPORT_BYTES = 32 * 1024 * 1024;

const Mark = z.object({ erasedAt: Instant, doneAt: Instant });
const OTHERS = BACK_SERVICES.filter((service) => service !== 'consent');

/** What the services know of somebody, and whether they have erased them. */
export class RightsServices {
  readonly #services: Services;
  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Consent's account of an erasure, or its refusal.
   * @throws HermodError SERVICE_UNAVAILABLE, GATEWAY_TIMEOUT or BAD_GATEWAY.
   */
  async erasureOf(
    recipient: string,
    caller: Caller,
  ): Promise<{ readonly view: ErasureView } | { readonly refusal: ServiceAnswer }> {
    const path = `/v1/recipients/${encodeURIComponent(recipient)}/erasure`;
    const answer = await this.#services.ask('consent', { method: 'GET', path, caller });
    if (answer.status !== 200) return { refusal: answer };
    return { view: ErasureView.parse(JSON.parse(await readAnswer(answer))) };
  }

  /** What the other services say of an erasure; one that can't be asked says nothing. */
  async marksOf(recipient: string, caller: Caller): Promise<Map<BackService, ErasureMark | undefined>> {
    const path = `/v1/erasures/${encodeURIComponent(recipient)}`;
    const marks = OTHERS.map(
      async (service) => [service, await this.#markOf(service, path, caller)] as const,
    );
    return new Map(await Promise.all(marks));
  }

  /**
   * Gathers what every service knows, all or nothing.
   * @throws HermodError SERVICE_UNAVAILABLE naming a service that does not answer, EXPORT_TOO_LARGE.
   */
  async gather(recipient: string, caller: Caller): Promise<Gathered> {
    const path = `/v1/exports/${encodeURIComponent(recipient)}`;
    const first = await this.#ask('consent', { method: 'GET', path, caller });
    if (first.status !== 200 && first.status !== 413 && first.status < 500) return { refusal: first };
    const consent = await partOf('consent', first);
    const others = OTHERS.map(async (service) => {
      const answer = await this.#ask(service, { method: 'GET', path, caller });
      return [service, await partOf(service, answer)] as const;
    });
    const parts = Object.fromEntries([['consent', consent], ...(await Promise.all(others))]);
    return { parts: parts as Record<BackService, unknown> };
  }

  /**
   * Has consent note that an export is handed out.
   * @throws HermodError SERVICE_UNAVAILABLE: what nobody notes is not handed out.
   */
  async noteExport(recipient: string, reason: string | undefined, caller: Caller): Promise<void> {
    const query = reason === undefined ? '' : `?reason=${encodeURIComponent(reason)}`;
    const path = `/v1/exports/${encodeURIComponent(recipient)}${query}`;
    const answer = await this.#ask('consent', { method: 'POST', path, caller });
    await answer.body.dump();
    if (answer.status !== 204) throw silent('consent', answer.status);
  }

  async #markOf(service: BackService, path: string, caller: Caller): Promise<ErasureMark | undefined> {
    try {
      const request = { method: 'GET', path, caller, deadlineMs: MARK_DEADLINE_MS };
      const answer = await this.#services.ask(service, request);
      const text = await readAnswer(answer);
      if (answer.status !== 200) return undefined;
      const { erasedAt, doneAt } = Mark.parse(JSON.parse(text));
      return { erasedAt: new Date(erasedAt), doneAt: new Date(doneAt) };
    } catch {
      // It is away, or broke off: pending, until it says otherwise.
      return undefined;
    }
  }

  async #ask(service: BackService, request: ServiceRequest): Promise<ServiceAnswer> {
    try {
      return await this.#services.ask(service, { ...request, deadlineMs: EXPORT_DEADLINE_MS });
    } catch (cause) {
      throw silent(service, cause);
    }
  }
}

async function partOf(service: BackService, answer: ServiceAnswer): Promise<unknown> {
  if (answer.status !== 200) {
    await answer.body.dump();
    throw answer.status === 413 ? tooLarge(service) : silent(service, answer.status);
  }
  const text = await readAnswer(answer, MOST_EXPORT_BYTES).catch((cause: unknown) => {
    throw cause instanceof HermodError ? tooLarge(service) : silent(service, cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw silent(service, cause);
  }
}

function tooLarge(service: BackService): HermodError {
  return new HermodError('EXPORT_TOO_LARGE', `${service} knows more than one export holds`, {
    fix: 'read the lists page by page: /v1/runs, /v1/messages, /v1/recipients/{id}/consents and …/decisions',
  });
}

function silent(service: BackService, cause: unknown): HermodError {
  return new HermodError(
    'SERVICE_UNAVAILABLE',
    `${service} does not answer, and nothing is exported in part`,
    {
      fix: 'try again in a moment; /health/ready tells what is missing',
      cause,
    },
  );
}
