import { PolicyInput, type PolicyView } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Body, Controller, Get, Headers, Inject, Put } from '@nestjs/common';
import { Policies, type PolicyVersion } from '../../storage/policies.ts';
import { callerOf, type RequestHeaders } from './request-headers.ts';

/** `/v1/policy`: what the organisation wants beyond the law. */
@Controller('v1/policy')
export class PolicyController {
  readonly #policies: Policies;
  readonly #principalSecret: string;

  constructor(@Inject(Policies) policies: Policies, @Inject(CONFIG) config: ServiceConfig) {
    this.#policies = policies;
    this.#principalSecret = config.principalSecret;
  }

  @Get()
  @Scopes('read')
  async get(): Promise<PolicyView> {
    return toView(await this.#policies.newest());
  }

  /** Every decision that is made after the answer heeds it. */
  @Put()
  @Scopes('admin')
  async put(
    @Body({ schema: PolicyInput }) policy: PolicyInput,
    @Headers() headers: RequestHeaders,
  ): Promise<PolicyView> {
    return toView(await this.#policies.replace(policy, callerOf(headers, this.#principalSecret)));
  }
}

function toView({ version, policy, changedAt, changedBy }: PolicyVersion): PolicyView {
  return {
    version,
    policy,
    ...(changedAt === undefined ? {} : { changedAt: changedAt.toISOString() }),
    ...(changedBy === undefined ? {} : { changedBy }),
  };
}
