import { isDeepStrictEqual } from 'node:util';
import { HermodError } from '@hermod/contracts';
import type { FastifyInstance } from 'fastify';
import { parseBody } from '../problem.ts';
import type { World } from '../world.ts';
import { FaultPlan } from './fault-plan.ts';
import { PROTOCOLS, type Protocol } from './faults.ts';

/** `GET /faults`, `GET|PUT /faults/{protocol}`: see FaultPlan for the body. */
export function faultRoutes(app: FastifyInstance, world: World): void {
  app.get('/faults', () =>
    Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, world.faults.planOf(protocol)])),
  );

  app.get<{ Params: { protocol: string } }>('/faults/:protocol', (request) =>
    world.faults.planOf(protocolOf(request.params.protocol)),
  );

  app.put<{ Params: { protocol: string } }>('/faults/:protocol', (request) => {
    const protocol = protocolOf(request.params.protocol);
    const plan = parseBody(FaultPlan, request.body);
    if (isHarmless(plan)) world.faults.clear(protocol);
    else world.faults.plan(protocol, plan);
    return world.faults.planOf(protocol);
  });
}

/** `{}`, and whatever means the same: such a plan needs no dice. */
function isHarmless(plan: FaultPlan): boolean {
  return isDeepStrictEqual({ ...plan, seed: undefined }, { ...FaultPlan.parse({}), seed: undefined });
}

function protocolOf(name: string): Protocol {
  const protocol = PROTOCOLS.find((known) => known === name);
  if (protocol) return protocol;
  throw new HermodError('SIMULATOR_UNKNOWN_PROTOCOL', `The simulator does not speak "${name}".`, {
    field: 'protocol',
    fix: `Use one of ${PROTOCOLS.join(', ')}.`,
  });
}
