import { Channel, Instant, Name, Purpose, RecipientId, type Why } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { PreviewDecision } from '../../application/preview-decision.ts';

const PreviewBody = z.strictObject({
  recipient: RecipientId,
  channel: Channel,
  purpose: Purpose,
  topic: Name.optional(),
  at: Instant.optional(),
});
type PreviewBody = z.infer<typeof PreviewBody>;

interface PreviewView {
  readonly decision: 'permitted' | 'deferred' | 'refused';
  readonly of?: 'channel' | 'recipient';
  readonly until?: string;
  readonly rule: string;
  readonly why: Why;
}

@Controller('v1/decisions')
export class DecisionsController {
  readonly #previewDecision: PreviewDecision;

  constructor(@Inject(PreviewDecision) previewDecision: PreviewDecision) {
    this.#previewDecision = previewDecision;
  }

  /** What would be decided; changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  async preview(@Body({ schema: PreviewBody }) body: PreviewBody): Promise<PreviewView> {
    const at = body.at === undefined ? new Date() : new Date(body.at);
    const outcome = await this.#previewDecision.execute({ ...body, at });
    const { decision, why } = outcome;
    const until = 'until' in outcome ? outcome.until?.toISOString() : undefined;
    return {
      decision,
      ...('of' in outcome ? { of: outcome.of } : {}),
      ...(until === undefined ? {} : { until }),
      rule: why.rule,
      why,
    };
  }
}
