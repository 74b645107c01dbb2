/** What a person wrote, without what their program put below it. */

const ATTRIBUTIONS = [
  // On 22 Nov 2026, at 10:00, Hermod wrote: (and in other languages; some take two lines)
  /^[ \t]*(?:on|am|le|el|il|den|på|op|em|dnia|pe|vào)\b[^\n]{4,200}(?:\n[^\n]{0,200})?(?:wrote|schrieb|a écrit|escribió|ha scritto|skrev|schreef|escreveu|napisał\(?a?\)?|kirjoitti)[^\n]{0,80}:[ \t]*$/imu,
  /^[ \t]*-{2,}[ \t]*(?:original message|original appointment|ursprüngliche nachricht|ursprungligt meddelande|message d'origine|mensaje original|messaggio originale|forwarded message)[ \t]*-{2,}/imu,
  // Outlook: a line, or the headers of the mail that is answered.
  /^[ \t]*_{10,}[ \t]*$/mu,
  /^[ \t]*\*?(?:from|von|från|de|da|van|fra)\s*:\*?[^\n]{1,200}\n(?:[ \t]*\*?(?:sent|gesendet|skickat|envoyé|enviado|inviato|verzonden|date|datum|to|an|till|à)\s*:)/imu,
  // A signature (RFC 3676, 4.3), and what phones write of themselves.
  /^-- ?$/mu,
  /^[ \t]*(?:sent from my|von meinem|skickat från min|envoyé de mon|get outlook for)\b[^\n]{0,80}$/imu,
];
const MOST_CHARS = 20_000;

/** The words of an answer: up to the first thing that is quoted, without quoted lines. Empty when there are none. */
export function ownWords(text: string): string {
  const source = text.slice(0, MOST_CHARS).replaceAll('\u00a0', ' ');
  const ends = ATTRIBUTIONS.map((pattern) => source.search(pattern)).filter((index) => index >= 0);
  const own = source.slice(0, Math.min(source.length, ...ends));
  return own
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
