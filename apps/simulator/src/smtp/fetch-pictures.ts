const DEADLINE_MS = 5_000;
/** As programs say that show mails. */
const PROGRAM = 'Mozilla/5.0 (Linux; Android 16) SimulatedMail/1.0';

/**
 * Fetches the pictures of a mail, as its program does when a person opens it. That is how an opening becomes known at all.
 * @throws Error when one was not answered; a status that says no is an answer
 */
export async function fetchPictures(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { 'user-agent': PROGRAM },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await answer.body?.cancel();
  }
}
