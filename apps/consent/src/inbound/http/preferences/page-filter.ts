import { HermodError } from '@hermod/contracts';
import { statusOf } from '@hermod/http';
import { chooseLanguage, sendPage } from '@hermod/service-host';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PersonRequest } from './person-request.ts';
import { renderTold } from './render-short-pages.ts';
import type { PageTexts, Told } from './texts/page-texts.ts';
import { textsIn } from './texts/texts.ts';

const GONE = 410;
const UNAVAILABLE = 503;
const RETRY_AFTER_S = '2';

/** Answers errors that a person can do something about as a page in their language. Any other is a problem, and logged. */
@Catch(HermodError)
export class PageFilter implements ExceptionFilter<HermodError> {
  async catch({ code }: HermodError, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<PersonRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { lang } = request.query as { lang?: unknown };
    const texts = textsIn(chooseLanguage({ asked: lang, accepted: request.headers['accept-language'] }));
    const status = code === 'PREFERENCE_LINK_EXPIRED' ? GONE : statusOf(code);
    if (status === UNAVAILABLE) void reply.header('retry-after', RETRY_AFTER_S);
    await sendPage(reply, renderTold(status, texts, toldOf(code, status, texts)));
  }
}

function toldOf(code: string, status: number, texts: PageTexts): Told {
  if (code === 'PREFERENCE_LINK_NOT_FOUND') return texts.invalid;
  if (code === 'PREFERENCE_LINK_EXPIRED') return texts.expired;
  if (status === GONE) return texts.gone;
  return status === UNAVAILABLE ? texts.unavailable : texts.unreadable;
}
