import { DecisionPreviewInput, type DecisionPreviewView } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { PreviewDecision } from '../../application/preview-decision.ts';

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
