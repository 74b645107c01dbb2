import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@hermod/embedded';
import { eventually } from '@hermod/testing';

/** One provider call as the simulator's ledger tells it. */
export interface LedgerLine {
  readonly acceptedAt: string | null;
  readonly reference: string | null;
  readonly recipient: string;
  readonly body: string;
  readonly outcome: string;
}

/** The simulator as a process of its own. */
export interface SimulatorProcess {
  readonly url: string;
  /** What was called for an address, in order. */
  ledgerOf(address: string): Promise<LedgerLine[]>;
  /** What a phone has got. */
  messagesOf(number: string): Promise<{ readonly text: string; readonly provider: string }[]>;
  faults(protocol: 'fcm' | 'twilio' | 'sim', plan: object): Promise<void>;
  close(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../simulator/dist/main.js');

export async function startSimulator(): Promise<SimulatorProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'hermod-simulator-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    HERMOD_SMTP_PORT: '0',
    HERMOD_SMPP_PORT: '0',
    HERMOD_SIMULATOR_DATA: folder,
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
  const get = async (path: string): Promise<Response> => {
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`the simulator answers ${answer.status}`);
    return answer;
  };
  await eventually(() => get('/health/ready'), { timeoutMs: 20_000 });
  return {
    url,
    ledgerOf: async (address) => {
      const lines = (await (await get('/ledger?since=1970-01-01T00:00:00Z')).text())
        .split('\n')
        .filter(Boolean);
      return lines
        .map((line) => JSON.parse(line) as LedgerLine)
        .filter(({ recipient }) => recipient === address);
    },
    messagesOf: async (number) => {
      const { messages } = (await (await get(`/phones/${number}/messages`)).json()) as {
        messages: { text: string; provider: string }[];
      };
      return messages;
    },
    faults: async (protocol, plan) => {
      const answer = await fetch(`${url}/faults/${protocol}`, { method: 'PUT', body: JSON.stringify(plan) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    close: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}
