import type { Command } from './command.ts';

/** A command as the list of all shows it; its code is loaded when it is called. */
export interface ListedCommand {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'validate',
    summary: 'check journeys and templates, without a running Hermod',
    load: async () => (await import('./validate/validate-command.ts')).validateCommand,
  },
  {
    name: 'test',
    summary: 'play scenarios and compare what happens with what is expected',
    load: async () => (await import('./scenarios/test-command.ts')).testCommand,
  },
  {
    name: 'explore',
    summary: 'tell what can happen in journeys, without a running Hermod',
    load: async () => (await import('./explore/explore-command.ts')).exploreCommand,
  },
  {
    name: 'diff',
    summary: 'show what differs between a folder and Hermod',
    load: async () => (await import('./sync/diff-command.ts')).diffCommand,
  },
  {
    name: 'push',
    summary: 'put the journeys and templates of a folder into Hermod',
    load: async () => (await import('./sync/push-command.ts')).pushCommand,
  },
  {
    name: 'pull',
    summary: 'write the journeys and templates of Hermod into a folder',
    load: async () => (await import('./sync/pull-command.ts')).pullCommand,
  },
  {
    name: 'send-event',
    summary: 'send a domain event',
    load: async () => (await import('./send-event/send-event-command.ts')).sendEventCommand,
  },
  {
    name: 'launch',
    summary: 'start a journey for its audience or for a list',
    load: async () => (await import('./launch/launch-command.ts')).launchCommand,
  },
  {
    name: 'explain',
    summary: 'tell the story of a run, a message or a recipient',
    load: async () => (await import('./explain/explain-command.ts')).explainCommand,
  },
  {
    name: 'verify-ledger',
    summary: 'find whatever was done to the consent ledger behind its back',
    load: async () => (await import('./verify-ledger/verify-ledger-command.ts')).verifyLedgerCommand,
  },
  {
    name: 'doctor',
    summary: 'find out what is wrong with an installation',
    load: async () => (await import('./doctor/doctor-command.ts')).doctorCommand,
  },
];
