import { readInbound } from '@hermod/consent-policy';
import { formsOf } from '../../answers/read-reply.ts';
import { OTHER, SILENT } from '../outcomes.ts';
import { error, type Finding, warning } from '../problem.ts';
import { readPlaces, type Sketch } from './sketch.ts';

/** Outcomes that a reply may not be called as. */
const RESERVED: readonly string[] = [OTHER, SILENT, 'limit'];

/** Replies of an `ask` that can't be told apart, or that the law reads otherwise than the journey does. */
export function findReplyMistakes(sketch: Sketch): Finding[] {
  return readPlaces(sketch).flatMap(({ step, at }) => {
    if (!('ask' in step)) return [];
    const { replies } = step;
    return [
      ...replies.flatMap(({ id }, index) =>
        RESERVED.includes(id)
          ? [
              error(
                `${at}.replies[${index}].id`,
                `\`${id}\` is an outcome already`,
                'call the reply otherwise',
              ),
            ]
          : [],
      ),
      ...findTwins(replies, at),
      ...replies.flatMap((reply, index) => findCommands(reply, `${at}.replies[${index}]`)),
    ];
  });
}

type Replies = Parameters<typeof formsOf>[0][];

/** What is written must mean one of them. */
function findTwins(replies: Readonly<Replies>, at: string): Finding[] {
  const owners = new Map<string, number>();
  return replies.flatMap((reply, index) => {
    const twin = [...formsOf(reply, index)].find((form) => owners.has(form));
    for (const form of formsOf(reply, index)) owners.set(form, index);
    if (twin === undefined) return [];
    return [
      error(
        `${at}.replies[${index}]`,
        `\`${twin}\` means an earlier reply too`,
        'let ids, texts, words and numbers differ, whatever their case and punctuation',
      ),
    ];
  });
}

/** Whoever writes STOP or CANCEL opts out by law (47 CFR 64.1200(a)(10)), whatever they are asked. */
function findCommands({ text, words = [] }: Replies[number], at: string): Finding[] {
  return [text, ...words].flatMap((written) =>
    readInbound(written) === 'opt-out'
      ? [
          warning(
            at,
            `whoever writes \`${written}\` opts out of all texts as well`,
            'offer another word, such as “decline” or “can’t come”',
          ),
        ]
      : [],
  );
}
