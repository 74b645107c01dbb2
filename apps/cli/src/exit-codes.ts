/** How `hermod` ends; scripts rely on these. */
export const EXIT = {
  fine: 0,
  /** It was done and found something, or it could not be done. */
  findings: 1,
  /** It can't be called like that. */
  usage: 2,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
