import { ExportReason, RecipientPath } from '@hermod/api';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { type ConsentExport, ExportConsent } from '../../application/recipients/export-consent.ts';
import { RightsRecords } from '../../storage/rights-records.ts';
import { callerOf, type RequestHeaders } from './request-headers.ts';
import { toConsentView, type ConsentView } from './consent-view.ts';

/** Consent's part of an export, for the gateway; not reachable from outside. */
@Controller('v1/exports')
export class ExportsController {
  constructor(
    @Inject(ExportConsent) private readonly exportConsent: ExportConsent,
    @Inject(RightsRecords) private readonly records: RightsRecords,
    @Inject(CONFIG) private readonly config: ServiceConfig,
  ) {}

  @Get(':id')
  async get(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
  ): Promise<Omit<ConsentExport, 'ledger'> & { ledger: ConsentView[] }> {
    const known = await this.exportConsent.execute(id);
    return { ...known, ledger: known.ledger.map(toConsentView) };
  }

  /** Notes that the whole was handed out, to whom and why. */
  @Post(':id')
  @HttpCode(204)
  async post(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Query({ schema: ExportReason }) { reason }: ExportReason,
    @Headers() headers: RequestHeaders,
  ): Promise<void> {
    await this.records.keepExport(id, callerOf(headers, this.config.principalSecret), reason);
  }
}
