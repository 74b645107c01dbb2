/** A mail server on loopback that follows a script, line by line, and misbehaves where the script says so. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What happens when a command has come: `silence`, `reset`, `hang-up`, or else this reply. */
export type Act = string;
/** `CONNECT`, then each verb; `.` when the whole content has come. What is missing is answered with yes. */
export type Script = Readonly<Partial<Record<'CONNECT' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | '.', Act>>>;

const YES: Readonly<Record<string, string>> = {
  CONNECT: '220 stand-in ESMTP',
  EHLO: '250 stand-in',
  DATA: '354 go ahead',
  QUIT: '221 bye',
};

export interface SmtpStandIn extends AsyncDisposable {
  readonly port: number;
  /** The commands that came, over all connections. */
  readonly commands: readonly string[];
  /** Resolves when this command has come. */
  hasCome(command: string): Promise<void>;
}

export async function openSmtpStandIn(script: Script = {}): Promise<SmtpStandIn> {
  const commands: string[] = [];
  const waiting = new Map<string, () => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // The client may hang up in the middle of anything.
    socket.on('error', () => undefined);
    converse(socket, (command) => {
      commands.push(command);
      waiting.get(command)?.();
      perform(socket, script[command as keyof Script] ?? YES[command] ?? '250 fine');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    hasCome: (command) =>
      new Promise((resolve) => {
        if (commands.includes(command)) resolve();
        else waiting.set(command, resolve);
      }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, come: (command: string) => void): void {
  let rest = '';
  let isContent = false;
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    const lines = rest.split('\r\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (isContent && line !== '.') continue;
      isContent = line === 'DATA';
      come(line.split(/[ :]/, 1)[0]!.toUpperCase());
    }
  });
  come('CONNECT');
}

function perform(socket: Socket, act: Act): void {
  if (act === 'silence') return;
  if (act === 'reset') socket.resetAndDestroy();
  else if (act === 'hang-up') socket.destroy();
  else socket.write(`${act}\r\n`);
}
