/** npm's `smpp`, with types for what is used of it. It decodes texts by data_coding, and sends Buffers as they are. */
import { createRequire } from 'node:module';
import type { Server, Socket } from 'node:net';

/** A text as the library reads it, with the elements of its user data header (id, length, data). */
export interface SmppText {
  readonly message: string | Buffer;
  readonly udh?: readonly Buffer[];
}

export interface SmppPdu {
  readonly command: string;
  readonly command_status: number;
  readonly sequence_number: number;
  readonly system_id?: string;
  readonly password?: string;
  readonly source_addr_ton?: number;
  readonly source_addr?: string;
  readonly dest_addr_ton?: number;
  readonly destination_addr?: string;
  readonly registered_delivery?: number;
  readonly short_message?: SmppText;
  readonly message_payload?: SmppText;
  readonly sar_msg_ref_num?: number;
  readonly sar_total_segments?: number;
  readonly sar_segment_seqnum?: number;
  response(fields?: object): SmppPdu;
}

export interface SmppSession {
  readonly socket: Socket;
  on(event: 'pdu', listener: (pdu: SmppPdu) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'close', listener: () => void): void;
  send(pdu: SmppPdu): boolean;
  /** False when the connection is no longer writable. */
  deliver_sm(fields: object, answered: (pdu: SmppPdu) => void): boolean;
  unbind(answered: () => void): boolean;
  destroy(): void;
}

interface Library {
  createServer(listener: (session: SmppSession) => void): Server;
}

export const { createServer } = createRequire(import.meta.url)('smpp') as Library;
