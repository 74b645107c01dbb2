import { HermodError } from '@hermod/contracts';
import { statusOf } from '@hermod/http';
import { sendPage } from '@hermod/service-host';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textsFor } from './link-request.ts';
import { renderTold } from './render-pages.ts';
import type { LinkTexts, Told } from './texts/link-texts.ts';

const NOT_FOUND = 404;
const GONE = 410;
const UNAVAILABLE = 503;
const RETRY_AFTER_S = '2';

/** Answers errors to whoever follows a link as a page in their language, without details. Any other is a problem, and logged. */
@Catch(HermodError)
export class PageFilter implements ExceptionFilter<HermodError> {
  async catch({ code }: HermodError, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const texts = textsFor(http.getRequest<FastifyRequest>());
    const reply = http.getResponse<FastifyReply>();
    const status = code === 'LINK_EXPIRED' ? GONE : statusOf(code);
    if (status === UNAVAILABLE) void reply.header('retry-after', RETRY_AFTER_S);
    await sendPage(reply, renderTold(status, texts, toldOf(status, texts)));
  }
}

function toldOf(status: number, texts: LinkTexts): Told {
  switch (status) {
    case NOT_FOUND:
      return texts.notFound;
    case GONE:
      return texts.expired;
    case UNAVAILABLE:
      return texts.unavailable;
    default:
      return texts.unreadable;
  }
}
