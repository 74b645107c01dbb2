import { HermodError } from '@hermod/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** What each error code means over HTTP. A code that is missing here is a 500. */
const STATUS: Readonly<Record<string, number>> = {
  SIMULATOR_INVALID_INPUT: 400,
  SIMULATOR_UNKNOWN_PROTOCOL: 404,
  SIMULATOR_UNKNOWN_MESSAGE: 404,
  SIMULATOR_NOTHING_TO_TAP: 422,
  SIMULATOR_LINK_REFUSED: 422,
  SIMULATOR_LINK_UNREACHABLE: 502,
};

/**
 * The parsed body of a request to the simulator's own API.
 * @param raw the request body as text; none counts as `{}`.
 * @throws HermodError `SIMULATOR_INVALID_INPUT` naming every wrong field.
 */
export function parseBody<S extends z.ZodType>(schema: S, raw: unknown): z.infer<S> {
  return parseInput(schema, jsonOf(raw));
}

/**
 * A value from outside, such as a query, once its schema agrees.
 * @throws HermodError `SIMULATOR_INVALID_INPUT` naming every wrong field.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || '(body)',
    message: issue.message,
  }));
  throw new HermodError(
    'SIMULATOR_INVALID_INPUT',
    problems.map((p) => `${p.field}: ${p.message}`).join('; '),
    {
      field: problems[0]?.field,
      problems,
    },
  );
}

function jsonOf(raw: unknown): unknown {
  if (raw === undefined || raw === null || raw === '') return {};
  try {
    return JSON.parse(Buffer.isBuffer(raw) ? raw.toString('utf8') : (raw as string));
  } catch (cause) {
    throw new HermodError('SIMULATOR_INVALID_INPUT', 'The body is not JSON.', {
      field: '(body)',
      fix: 'Send a JSON object.',
      cause,
    });
  }
}

/** Answers an error of the simulator's own API as RFC 9457 problem details. */
export function answerProblem(
  error: FastifyError | HermodError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const status = statusOf(error);
  if (status >= 500) request.log.error({ err: error }, 'a request failed');
  const known = error instanceof HermodError ? error : undefined;
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: status >= 500 ? 'The simulator failed' : 'The request was refused',
      status,
      detail: status === 500 ? 'Something broke; the log of the simulator says what.' : error.message,
      code: error.code,
      field: known?.field,
      fix: known?.fix,
      problems: known?.problems,
    });
}

function statusOf(error: FastifyError | HermodError): number {
  if (error instanceof HermodError) return STATUS[error.code] ?? 500;
  return error.statusCode ?? 500;
}
