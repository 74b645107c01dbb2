import { HermodError } from '@hermod/contracts';
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import type { Ledger } from './ledger.ts';

/**
 * `GET /ledger?since=`: provider calls as JSON lines, oldest first. `since` is either an ISO 8601 instant (calls
 * that came in then or later) or a line number (0 is the first); the header `x-ledger-next` gives the number to
 * ask for next time.
 */
export function ledgerRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Querystring: { since?: string } }>('/ledger', (request, reply) =>
    reply
      .header('x-ledger-next', String(world.ledger.next))
      .type('application/x-ndjson; charset=utf-8')
      .send(linesSince(world.ledger, request.query.since)),
  );
}

function linesSince(ledger: Ledger, since: string | undefined): string {
  if (since === undefined || since === '') return ledger.linesFrom(0);
  if (/^\d+$/.test(since)) return ledger.linesFrom(Number(since));
  // In a query `+` stands for a space, so an offset that nobody escaped arrives as one.
  const instant = new Date(since.replace(' ', '+'));
  if (!Number.isNaN(instant.getTime())) return ledger.linesSince(instant);
  throw new HermodError('SIMULATOR_INVALID_INPUT', `"${since}" is neither an instant nor a line number.`, {
    field: 'since',
    fix: 'Use an ISO 8601 instant such as 2026-11-22T09:00:00Z, or a line number.',
  });
}
