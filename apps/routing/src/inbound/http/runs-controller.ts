import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { RunPath, RunsQuery } from '@hermod/api';
import { HermodError, Instant } from '@hermod/contracts';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { readTraceparent } from '@hermod/telemetry';
import { z } from 'zod';
import { RunStories, type RunSummary } from '../../storage/run-stories.ts';

const Cursor = z.tuple([Instant, z.uuid()]);

/** Runs and their stories: why somebody got a message, or nothing. */
@Controller('v1/runs')
export class RunsController {
  readonly #stories: RunStories;
  constructor(@Inject(RunStories) stories: RunStories) {
    this.#stories = stories;
  }

  @Get()
  @Scopes('read')
  async list(@Query({ schema: RunsQuery }) query: RunsQuery): Promise<object> {
    const { limit, next, recipient, journey, status } = query;
    const cursor = readCursor(next, Cursor);
    const before = cursor === undefined ? undefined : { startedAt: new Date(cursor[0]), id: cursor[1] };
    const rows = await this.#stories.list({ recipient, journey, status, before, limit: limit + 1 });
    const page = pageOf(rows, limit, (run) => [run.startedAt.toISOString(), run.id]);
    return { runs: page.items.map(toSummary), ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Get(':id')
  @Scopes('read')
  async get(@Param({ schema: RunPath }) { id }: RunPath): Promise<object> {
    const story = await this.#stories.find(id);
    if (story === undefined)
      throw new HermodError('RUN_NOT_FOUND', `there is no run ${id}`, {
        field: 'id',
        fix: 'GET /v1/runs lists them',
      });
    const timeline = story.timeline.map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry }));
    return { ...toSummary(story.run), timeline };
  }
}

function toSummary({ traceparent, outcome, endedAt, ...run }: RunSummary): object {
  const traceId = readTraceparent(traceparent ?? undefined)?.traceId;
  return {
    ...run,
    ...(outcome === null ? {} : { outcome }),
    ...(endedAt === null ? {} : { endedAt }),
    ...(traceId === undefined ? {} : { traceId }),
  };
}
