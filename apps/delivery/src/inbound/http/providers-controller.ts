import { Controller, Get, Inject } from '@nestjs/common';
import { LANES } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { ProviderPools } from '../../outbound/provider-pools.ts';

/** Providers, what they can do and how busy this instance keeps them. */
@Controller('v1/providers')
export class ProvidersController {
  constructor(@Inject(ProviderPools) private readonly pools: ProviderPools) {}

  @Get()
  @Scopes('read')
  list(): object {
    const providers = this.pools.of('plain').ids.map((id) => {
      const { type, class: onUnknown, channels, windowSize, ratePerSecond } = this.pools.find(id)!;
      const inFlight = Object.fromEntries(LANES.map((lane) => [lane, this.pools.of(lane).inFlight(id)]));
      return { id, type, class: onUnknown, channels, windowSize, ratePerSecond, inFlight };
    });
    return { providers };
  }
}
