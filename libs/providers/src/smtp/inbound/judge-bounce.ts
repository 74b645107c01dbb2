/** Whether a failure means that an address exists no more. Pure. */

/** Why a mail could not be delivered, as the systems on its way told it. */
export interface Failure {
  /** Enhanced status code (RFC 3463), such as `5.1.1`, where there is one. */
  readonly status: string | undefined;
  /** What the refusing system said, or the words of a report without fields. */
  readonly words: string;
}

export interface BounceVerdict {
  /** The address exists no more: nothing that is sent there can arrive. */
  readonly hard: boolean;
  /** Codes, and why in words; without the address. */
  readonly reason: string;
}

type Rule = readonly [why: string, words: RegExp];

/** About the sender, the mail, the road or the moment, whatever the code: another mail may arrive. */
const SOFT: readonly Rule[] = [
  ['mailbox full', /mailbox (?:is |has )?(?:full|over)|quota|insufficient (?:system )?storage|out of space/i],
  [
    'mailbox disabled',
    /disabled|suspend|inactive|discontinued|(?:account|mailbox)\S* (?:is |has been )?(?:locked|expired|closed)/i,
  ],
  [
    'refused by policy',
    /spam|black.?list|block(?:ed|list)|polic(?:y|ies)|dmarc|\bspf\b|dkim|reputation|unauthenticated|virus|banned|suspicious|\bcontent\b(?!-)|listed in/i,
  ],
  [
    'sender refused',
    /after mail from|sender (?:address|domain|verify)|purported|mailfrom|reverse dns|\bptr\b|ip name lookup|smtp server of your isp|addresses in from/i,
  ],
  [
    'too many mails',
    /receiving mail at a rate|too many (?:connections|messages|recipients)|rate limit|throttl/i,
  ],
  ['too large', /too (?:large|big)|size limit|exceeds? (?:the )?(?:maximum )?(?:message )?size/i],
  ['not relayed', /relay(?:ing)?(?: access)? (?:denied|not)|unable to relay/i],
  ['on its way in circles', /too many hops|loops? back|routing loop|mail loop/i],
  ['tried for too long', /timed? ?out|message expired|retry timeout|delivery time expired/i],
  ['greylisted', /gr[ae]y.?list|try again later/i],
];

/** The mailbox: said even by servers that call it temporary, or by another code. */
const NO_MAILBOX: Rule = [
  'no such mailbox',
  /(?:user|recipient|mailbox|account|addressee)(?:\s\S{1,320})? (?:is )?(?:unknown|not found|does ?n.t exist|does not exist)|unknown (?:or illegal )?(?:user|recipient|mailbox|account|alias|address)|(?:no|not a|not our|invalid) (?:such |known |valid )?(?:user|recipient|mailbox|customer|account|person|local part)|no (?:such )?(?:mailbox|user)|account that you tried to reach does\s+not exist|not a registered \S{0,20} ?user|does not have an? \S{1,40} account/i,
];
const HARD: readonly Rule[] = [
  NO_MAILBOX,
  ['address refused', /(?:recipient )?address rejected|mailbox unavailable|recipient rejected/i],
  [
    'no such domain',
    /no such domain|host(?:name)? (?:unknown|not found)|unknown host|domain (?:is not reachable|does not exist|not found)|unrouteable address|nxdomain/i,
  ],
  [
    'takes no mail',
    /does(?:n.t| not) accept (?:any )?(?:e-?)?mail|does(?:n.t| not) receive e-?mail|no mx record|null mx/i,
  ],
  ['moved away', /no longer (?:here|valid|with|works)|has moved|\b551 not our/i],
];
/** `X.1.x`, about the recipient's address; 5.1.7 and 5.1.8 are about the sender's (RFC 3463, 3.2). */
const DEAD_STATUS = /^5\.1\.(?:[12346]|10|351)$/;

/**
 * Hard is only what says that there is no such mailbox or domain: a full mailbox, a policy, a time-out or a code without
 * words may be otherwise tomorrow. The words count more than the codes, for many systems have one code for everything.
 */
export function judgeBounce({ status, words }: Failure): BounceVerdict {
  const said = words.slice(0, MOST_CHARS).replaceAll(/\s+/g, ' ');
  const code = specific(ENHANCED.exec(said)?.[1], status);
  const reply = REPLY.exec(said)?.[1];
  const [hard, why] = judge(code, said);
  return { hard, reason: [reply, code, why].filter((part) => part !== undefined).join(' ') };
}

const MOST_CHARS = 2_000;
/** Not a piece of an IP address. */
const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;
const REPLY = /(?<![\w.-])([45]\d\d)(?=[ -])/;

/** A code that says `something went wrong` says less than another one. */
function specific(said: string | undefined, status: string | undefined): string | undefined {
  return said === undefined || (said.endsWith('.0.0') && status !== undefined) ? status : said;
}

function judge(code: string | undefined, said: string): [hard: boolean, why: string] {
  // A program at the other end failed, and its words are about itself.
  if (/^x-unix/i.test(said)) return [false, "the other side's program failed"];
  const soft = SOFT.find(([, words]) => words.test(said));
  if (soft !== undefined) return [false, soft[0]];
  // X.2: the mailbox exists; X.3: the system is in trouble.
  if (code !== undefined && /^[245]\.[23]\./.test(code)) return [false, 'not taken now'];
  if (code?.startsWith('4.') === true) {
    return NO_MAILBOX[1].test(said) ? [true, NO_MAILBOX[0]] : [false, 'not taken now'];
  }
  const hard = HARD.find(([, words]) => words.test(said));
  if (hard !== undefined) return [true, hard[0]];
  return code !== undefined && DEAD_STATUS.test(code) ? [true, 'no such mailbox'] : [false, 'not taken'];
}
