import { SignalInput } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { hasScope, invalidRequest } from '@hermod/http';
import { Inject, Injectable } from '@nestjs/common';
import { RecordSignal } from '../../application/record-signal.ts';

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
    const read = SignalInput.safeParse(jsonOf(body));
    if (!read.success) throw invalidRequest(read.error.issues);
    if (read.data.token === undefined && !hasScope({ scopes }, SCOPE)) {
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
