import { Controller, Get, Inject, Param } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { z } from 'zod';
import { MessageStories } from '../../storage/message-stories.ts';

const MessagePath = z.object({ id: z.uuid() });
type MessagePath = z.infer<typeof MessagePath>;

/** What became of a message's hand-over. */
@Controller('v1/messages')
export class MessagesController {
  constructor(@Inject(MessageStories) private readonly stories: MessageStories) {}

  @Get(':id')
  @Scopes('read')
  async get(@Param({ schema: MessagePath }) { id }: MessagePath): Promise<object> {
    const story = await this.stories.find(id);
    if (story === undefined)
      throw new HermodError('MESSAGE_NOT_FOUND', `there is no message ${id}`, {
        field: 'id',
        fix: 'runs name their messages',
      });
    return story;
  }
}
