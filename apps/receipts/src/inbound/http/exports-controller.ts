import { RecipientPath } from '@hermod/api';
import { exportable, MOST_EXPORTED } from '@hermod/service-host';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ReceiptExports } from '../../storage/receipt-exports.ts';

/** Receipts' part of an export, for the gateway; not reachable from outside. */
@Controller('v1/exports')
export class ExportsController {
  readonly #exports: ReceiptExports;
  constructor(@Inject(ReceiptExports) exports: ReceiptExports) {
    this.#exports = exports;
  }

  /** Receipts, and texts that came in. */
  @Get(':id')
  async get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<object> {
    const most = MOST_EXPORTED + 1;
    return {
      receipts: exportable('receipts', await this.#exports.receipts(id, most)),
      inbound: exportable('texts', await this.#exports.inbound(id, most)),
    };
  }
}
