import { HermodError, Instant } from '@hermod/contracts';
import { hasScope, PRINCIPAL_HEADER, readPrincipal } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { RecordSignal } from '../../application/record-signal.ts';

/** Fields that nobody knows are let pass: devices live longer than versions, and a lost open costs an SMS. */
const Signal = z.object({
  message: z.uuid().transform((id) => id.toLowerCase()),
  signal: z.enum(['delivered', 'opened', 'clicked', 'dismissed']),
  at: Instant.optional(),
  token: z.string().optional(),
});
type Signal = z.infer<typeof Signal>;

const SCOPE = 'signals';

/** `POST /v1/signals`: what people and their devices did with a message. */
@Controller('v1/signals')
export class SignalsController {
  readonly #recordSignal: RecordSignal;
  readonly #principalSecret: string;

  constructor(@Inject(RecordSignal) recordSignal: RecordSignal, @Inject(CONFIG) config: ServiceConfig) {
    this.#recordSignal = recordSignal;
    this.#principalSecret = config.principalSecret;
  }

  /** Answered when Kafka has the fact. Without the message's token the key needs the scope `signals`. */
  @Post()
  @HttpCode(202)
  async report(
    @Body({ schema: Signal }) signal: Signal,
    @Headers(PRINCIPAL_HEADER) principal: string | undefined,
  ): Promise<{ recorded: true }> {
    if (signal.token === undefined) this.#checkScope(principal);
    await this.#recordSignal.execute(signal);
    return { recorded: true };
  }

  #checkScope(header: string | undefined): void {
    const principal = readPrincipal(header, this.#principalSecret, new Date());
    if (principal !== undefined && hasScope(principal, SCOPE)) return;
    throw new HermodError('SCOPE_MISSING', `this key has no scope ${SCOPE}`, {
      field: 'token',
      fix: `send the token that came with the message, or use a key with the scope ${SCOPE}`,
    });
  }
}
