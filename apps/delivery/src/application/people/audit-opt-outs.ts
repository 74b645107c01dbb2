import { CONFIG, hashAddress, LOG, type ServiceConfig } from '@hermod/service-host';
import { counterOf, type Logger, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { BegunCalls } from '../../outbound/begun-calls.ts';
import { CalledAfterOptOut, type Suspect } from '../../storage/called-after-opt-out.ts';
import { decideLastLook } from '../opening/last-look.ts';

/** So long after its last look a call may begin. */
const GRACE_MS = 2_000;
/** A call is looked at when what was noted before it is surely committed. */
const LOOK_AFTER_MS = 5_000;

const afterOptOut = counterOf(METRICS.afterOptOut);

/**
 * Looks back at the calls that this instance began: none may have begun more than two seconds after an opt-out was
 * written down that covers it. It asks the database anew, so a last look that was left out or was wrong is found.
 */
@Injectable()
export class AuditOptOuts {
  constructor(
    @Inject(BegunCalls) private readonly begun: BegunCalls,
    @Inject(CalledAfterOptOut) private readonly calledAfterOptOut: CalledAfterOptOut,
    @Inject(CONFIG) private readonly config: ServiceConfig,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async execute(): Promise<void> {
    const suspects = await this.calledAfterOptOut.suspects(this.begun.takeOlderThan(LOOK_AFTER_MS));
    const hashOf = (address: string): string => hashAddress(address, this.config.secret);
    for (const suspect of suspects) {
      if (!isBreach(suspect, hashOf)) continue;
      afterOptOut.inc();
      this.log.error({ message: suspect.message.id }, 'a call began after an opt-out that covers it');
    }
  }
}

/** Pure: whether the call began too long after an opt-out that covers its message had been noted. */
export function isBreach({ call, message, optOuts }: Suspect, hashOf: (address: string) => string): boolean {
  const calledAt = call.calledAt.getTime();
  // An opt-out may come too late for a call that begins; what lifts one counts as soon as it is written down.
  const known = optOuts.filter(({ notedAt, lifts }) => notedAt.getTime() + (lifts ? 0 : GRACE_MS) < calledAt);
  const look = decideLastLook({ ...message, withdrawn: false }, known, hashOf, message.decidedAt);
  return !look.open && look.outcome === 'withdrawn';
}
