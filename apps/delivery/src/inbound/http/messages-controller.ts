import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { MessagePath, MessagesQuery } from '@hermod/api';
import { HermodError, Instant } from '@hermod/contracts';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { z } from 'zod';
import { contentOf } from '../../application/words/content-of.ts';
import { LINK_BASES, type LinkBases } from '../../link-url.ts';
import { MessageStories, type MessageSummary } from '../../storage/message-stories.ts';
import { Templates } from '../../storage/templates.ts';

const Cursor = z.tuple([Instant, z.uuid()]);

interface MessagePage {
  readonly messages: readonly MessageSummary[];
  readonly next?: string;
}

/** What became of messages' hand-over, and what they say. */
@Controller('v1/messages')
export class MessagesController {
  constructor(
    @Inject(MessageStories) private readonly stories: MessageStories,
    @Inject(Templates) private readonly templates: Templates,
    @Inject(LINK_BASES) private readonly bases: LinkBases,
  ) {}

  /** Of one recipient: nobody looks through everybody's messages. */
  @Get()
  @Scopes('read')
  async list(
    @Query({ schema: MessagesQuery }) { recipient, limit, next }: MessagesQuery,
  ): Promise<MessagePage> {
    const cursor = readCursor(next, Cursor);
    const before = cursor === undefined ? undefined : { createdAt: new Date(cursor[0]), id: cursor[1] };
    const rows = await this.stories.list({ recipient, before, limit: limit + 1 });
    const page = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
    return { messages: page.items, ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Get(':id')
  @Scopes('read')
  async get(@Param({ schema: MessagePath }) { id }: MessagePath): Promise<object> {
    const story = await this.stories.find(id);
    if (story === undefined)
      throw new HermodError('MESSAGE_NOT_FOUND', `there is no message ${id}`, {
        field: 'id',
        fix: 'runs name their messages',
      });
    const { view, source } = story;
    const template = await this.templates.find(source.permission.intent.template);
    return { ...view, ...contentOf(source, template, this.bases) };
  }
}
