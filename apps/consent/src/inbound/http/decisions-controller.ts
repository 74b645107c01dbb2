import { DecisionPreviewInput, type DecisionPreviewView } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { PreviewDecision } from '../../application/decisions/preview-decision.ts';

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
  async preview(
    @Body({ schema: DecisionPreviewInput }) body: DecisionPreviewInput,
  ): Promise<DecisionPreviewView> {
    const { recipient, contactPoint, at, ...asked } = body;
    const question = { ...asked, at: at === undefined ? new Date() : new Date(at) };
    const outcome =
      recipient === undefined
        ? await this.#previewDecision.forContactPoint(contactPoint!, question)
        : await this.#previewDecision.forRecipient(recipient, question);
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
