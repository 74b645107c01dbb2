/**
 * Firebase Cloud Messaging, HTTP v1. Without firebase-admin: its messaging host is a constant, so it can't be pointed
 * at anything else, and it doesn't tell whether a request was written.
 */
import { limitsOf } from '../config-fields.ts';
import { HttpPool } from '../http/http-pool.ts';
import { jsonOf, refused, resultOfSilence, resultOfStatus, type Answer } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider } from '../provider.ts';
import { headersWith, NoAccessToken, noToken, openAccessTokens } from '../google/access-token.ts';
import type { FcmConfig } from './fcm-config.ts';
import { resultOfFcmError } from './fcm-errors.ts';
import { fcmMessage } from './fcm-message.ts';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';

/** FCM for one project. FCM reports no delivery of single messages: the app does, through `POST /v1/signals`. */
export function openFcmProvider(config: FcmConfig): Provider {
  const pool = new HttpPool(config.baseUrl, config.windowSize);
  const tokens = openAccessTokens(config.auth, SCOPE);
  const path = `/v1/projects/${config.projectId}/messages:send`;

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    if (message.content.channel !== 'push')
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `fcm sends push, not ${message.channel}`);
    const body = JSON.stringify(fcmMessage(message, message.content, Date.now()));
    const token = await tokens.current(signal).catch(noToken);
    if (token instanceof NoAccessToken)
      return { outcome: 'retry', code: 'PROVIDER_CREDENTIALS', reason: token.message };
    const outcome = await pool.exchange(
      { method: 'POST', path, headers: headersWith(token), body },
      signal,
      mayStart,
    );
    if (outcome.kind !== 'answered') return resultOfSilence(outcome);
    const result = resultOf(outcome, message.to);
    // Revoked before its time: nothing was sent, and the next call fetches another one.
    const isTurnedAway = outcome.status === 401 && 'code' in result && result.code === 'PROVIDER_CREDENTIALS';
    return isTurnedAway && tokens.forget(token)
      ? { outcome: 'retry', code: result.code, reason: result.reason }
      : result;
  }

  return {
    ...limitsOf(config),
    type: 'fcm',
    namedBy: 'token',
    class: 'repeatable',
    channels: ['push'],
    handOver,
    close: async () => {
      await Promise.all([pool.close(), tokens.close()]);
    },
  };
}

function resultOf(answer: Answer, deviceToken: string): HandOverResult {
  if (answer.status !== 200) return resultOfFcmError(answer, deviceToken);
  const name = jsonOf(answer)?.['name'];
  return typeof name === 'string' ? { outcome: 'accepted', providerMessageId: name } : resultOfStatus(answer);
}
