import { Controller, Get, Inject } from '@nestjs/common';
import { LANES } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { ProviderPools } from '../../outbound/provider-pools.ts';

/** Providers, what they can do, how busy this instance keeps them and how its latest calls ended. */
@Controller('v1/providers')
export class ProvidersController {
  constructor(@Inject(ProviderPools) private readonly pools: ProviderPools) {}

  @Get()
  @Scopes('read')
  list(): object {
    const providers = this.pools.of('plain').ids.map((id) => {
      const provider = this.pools.find(id)!;
      const { type, class: onUnknown, channels, countries, namedBy, windowSize, ratePerSecond } = provider;
      const inFlight = Object.fromEntries(LANES.map((lane) => [lane, this.pools.of(lane).inFlight(id)]));
      return {
        id,
        type,
        class: onUnknown,
        channels,
        ...(countries === undefined ? {} : { countries }),
        namedBy,
        windowSize,
        ratePerSecond,
        inFlight,
        health: this.pools.healthOf(id),
      };
    });
    return { providers };
  }
}
