import { HermodError, Instant } from '@hermod/contracts';
import { hasScope, invalidRequest } from '@hermod/http';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RecordSignal } from '../../application/record-signal.ts';

/** Fields that nobody knows are let pass: devices live longer than versions, and a lost open costs an SMS. */
const Signal = z.object({
  message: z.uuid().transform((id) => id.toLowerCase()),
  signal: z.enum(['delivered', 'opened', 'clicked', 'dismissed']),
  at: Instant.optional(),
  token: z.string().optional(),
});

const SCOPE = 'signals';

/** `POST /v1/signals`: what people and their devices did with a message. */
@Injectable()
export class SignalReader {
  readonly #recordSignal: RecordSignal;
  constructor(@Inject(RecordSignal) recordSignal: RecordSignal) {
    this.#recordSignal = recordSignal;
  }

  /**
   * Resolves when Kafka has the fact. Without the message's token the key needs the scope `signals`.
   * @throws HermodError BODY_NOT_JSON, REQUEST_INVALID, SCOPE_MISSING, or what `RecordSignal` says
   */
  async take(body: Buffer, scopes: readonly string[]): Promise<void> {
    const read = Signal.safeParse(jsonOf(body));
    if (!read.success) throw invalidRequest(read.error.issues);
    if (read.data.token === undefined && !hasScope({ scopes, keyId: '', expiresAt: new Date() }, SCOPE)) {
      throw new HermodError('SCOPE_MISSING', `this key has no scope ${SCOPE}`, {
        field: 'token',
        fix: `send the token that came with the message, or use a key with the scope ${SCOPE}`,
      });
    }
    await this.#recordSignal.execute(read.data);
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new HermodError('BODY_NOT_JSON', 'the body is not valid JSON', {
      field: 'body',
      fix: 'send one JSON document in UTF-8',
      cause,
    });
  }
}
