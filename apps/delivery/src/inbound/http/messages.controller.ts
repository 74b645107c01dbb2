import { Controller, Get, Inject, Param } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { z } from 'zod';
import { MessageStories } from '../../storage/message-stories.ts';

/** What became of a message's hand-over. */
@Controller('v1/messages')
export class MessagesController {
  constructor(@Inject(MessageStories) private readonly stories: MessageStories) {}

  @Get(':id')
  @Scopes('read')
  async get(@Param('id', { schema: z.uuid() }) id: string): Promise<object> {
    const story = await this.stories.find(id);
    if (story === undefined)
      throw new HermodError('MESSAGE_NOT_FOUND', `there is no message ${id}`, {
        field: 'id',
        fix: 'runs name their messages',
      });
    return story;
  }
}
