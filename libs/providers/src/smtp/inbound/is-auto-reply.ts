/** Mails that no person wrote just now: out of office, received, unsubscribed. */
import type { Mail } from './read-mail.ts';

/** Headers that only programs write, whatever they say. */
const MARKS = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply',
  'x-autoreply-from',
  'x-mail-autoreply',
  'x-amazon-auto-reply',
  'x-cron-env',
  'list-id',
  'x-failed-recipients',
] as const;
const PRECEDENCE = /\b(?:bulk|junk|list|auto.?reply)\b/i;

/** How mail programs begin the subject of an answer by themselves, in languages of Europe and Asia. */
const SUBJECT = new RegExp(
  `^\\s*(?:(?:re|aw|sv|tr|fwd?|wg)\\s*:\\s*)*(?:${[
    'auto(?:matic|mated)?[ -]?(?:reply|response)',
    'auto\\s*:',
    'out of (?:the )?office',
    'away from (?:the|my) office',
    'on (?:vacation|holiday|leave)\\b',
    'automat(?:iskt?|iska) svar',
    'autosvar',
    'frånvaro',
    'inte på kontoret',
    'abwesen(?:d|heit)',
    'automatische (?:antwort|rückantwort)',
    'nicht im (?:büro|haus)',
    'réponse automatique',
    'absence du bureau',
    'absent\\(?e?\\)? du bureau',
    'respuesta automática',
    'fuera de (?:la )?oficina',
    'risposta automatica',
    'fuori (?:sede|ufficio)',
    'resposta automática',
    'ausência',
    'automatisch antwoord',
    'afwezig',
    'automaattinen vastaus',
    'poissa',
    'fravær',
    'autom?atyczna odpowiedź',
    'odpowiedź automatyczna',
    'automatická odpověď',
    'автоответ',
    '自動(?:返信|応答)',
    '自动(?:回复|答复)',
    '자동 회신',
  ].join('|')})`,
  'iu',
);

/** Whether a program has answered and no person: it must neither move a run nor be answered (RFC 3834). */
export function isAutoReply(mail: Mail): boolean {
  const { headers, subject } = mail;
  const submitted = headers.get('auto-submitted')?.trim().toLowerCase();
  if (submitted !== undefined && !/^no\b/.test(submitted)) return true;
  if (MARKS.some((name) => headers.has(name))) return true;
  if (PRECEDENCE.test(headers.get('precedence') ?? '') || PRECEDENCE.test(headers.get('x-precedence') ?? ''))
    return true;
  // Nobody is to answer a mail that has no sender: it says so itself.
  if (headers.get('return-path')?.trim() === '<>') return true;
  return SUBJECT.test(subject);
}
