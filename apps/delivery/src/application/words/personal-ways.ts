import { type OfferedReply, type PersonalLinks, sampleLinks, sampleReply } from '@hermod/channels';
import { type AskedReply, laneOf } from '@hermod/contracts';
import { signAnswer } from '@hermod/providers';
import { linksOf, type ServiceConfig } from '@hermod/service-host';
import type { LinkBases } from '../../link-url.ts';
import type { Message } from '../../storage/messages.ts';
import { linksOfMessage, type MessageLinks, sampleLinksOfMessage } from './make-links.ts';

/** What whoever gets a message can do from it: follow links of their own, and answer. */
export interface PersonalWays {
  /** Asked only where a template writes one of the links. */
  links(): PersonalLinks;
  /** How an answer that the message asks for is given. */
  answer(reply: AskedReply): OfferedReply;
  /** Short links, and the picture that tells of an opening. */
  readonly short: MessageLinks;
}

/** The ways of the person whom a message is for. Whoever has them acts for that person. */
export function waysOf(message: Message, config: Pick<ServiceConfig, 'secret'> & LinkBases): PersonalWays {
  const { id: messageId, recipient, runId, channel, purpose, permission } = message;
  return {
    links: () => linksOf({ ...message, topic: permission.intent.topic }, config),
    answer: ({ id, text }) => {
      const claims = { recipient, messageId, runId, reply: id, channel, lane: laneOf(purpose) };
      const token = signAnswer(claims, config.secret);
      return { id, text, postback: token, link: `${config.publicUrl}/a/${token}` };
    },
    short: linksOfMessage(message, config),
  };
}

/** Ways that look the same and lead nowhere: for whoever may read messages and not act for people. */
export function sampleWays({ publicUrl, linkUrl }: LinkBases): PersonalWays {
  return {
    links: () => sampleLinks(publicUrl),
    answer: ({ id, text }) => sampleReply(publicUrl, id, text),
    short: sampleLinksOfMessage(linkUrl),
  };
}
