import { RecipientPath } from '@hermod/api';
import { exportable, MOST_EXPORTED } from '@hermod/service-host';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { RunExports } from '../../storage/run-exports.ts';

/** Routing's part of an export, for the gateway; not reachable from outside. */
@Controller('v1/exports')
export class ExportsController {
  readonly #exports: RunExports;
  constructor(@Inject(RunExports) exports: RunExports) {
    this.#exports = exports;
  }

  /** Runs with their timelines, and what conditions know. */
  @Get(':id')
  async get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<object> {
    const most = MOST_EXPORTED + 1;
    const runs = exportable('runs', await this.#exports.runs(id, most));
    const timelines = await this.#exports.timelines(runs.map((run) => run.id));
    return {
      runs: runs.map((run) => ({ ...run, timeline: (timelines.get(run.id) ?? []).map(withTime) })),
      known: await this.#exports.known(id),
      unmatched: exportable('unmatched', await this.#exports.unmatched(id, most)),
      lists: exportable('lists', await this.#exports.lists(id, most)),
    };
  }
}

function withTime<T extends { readonly at: number }>({ at, ...entry }: T): object {
  return { at: new Date(at).toISOString(), ...entry };
}
