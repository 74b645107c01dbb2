/**
 * Programs that follow links or fetch pictures by themselves, by how they name themselves. Data as of 2026-11-23; whoever names
 * itself as a browser is told apart by its pace instead (see `weakness-of-visit.ts`).
 */

/** One program, or a family of them. */
export interface Scanner {
  readonly name: string;
  /** Of its User-Agent (RFC 9110, 10.1.5). */
  readonly agent: RegExp;
  /** Where it is described. */
  readonly source: string;
}

const CORPORATE =
  'https://www.suped.com/email-deliverability/answers/which-corporate-filter-appliances-or-software-follow-links-in-emails';
const AGENTS =
  'https://suped.com/learn/email-deliverability/how-can-i-identify-bot-user-agents-in-my-email-click-data';

/** What looks through mail and links, shows previews, or is a program by its own account. */
export const SCANNERS: readonly Scanner[] = [
  { name: 'Barracuda Link Protection', agent: /barracuda/i, source: CORPORATE },
  { name: 'Proofpoint URL Defense', agent: /proofpoint/i, source: CORPORATE },
  { name: 'Mimecast URL Protect', agent: /mimecast/i, source: CORPORATE },
  { name: 'Cisco Secure Email', agent: /CiscoSecureEmail|IronPort/i, source: CORPORATE },
  {
    name: 'Symantec, Trend Micro, Sophos, FireEye, Fortinet',
    agent: /symantec|trend ?micro|\bTMES\b|sophos|fireeye|fortimail/i,
    source: CORPORATE,
  },
  {
    name: 'Microsoft Safe Links and Defender',
    agent: /safelinks|MicrosoftPreview|BingPreview|SkypeUriPreview/i,
    source: 'https://learn.microsoft.com/en-us/defender-office-365/safe-links-about',
  },
  {
    name: 'Microsoft Office, which asks whether a link exists before the browser opens it',
    agent: /Microsoft Office (?:Existence Discovery|Protocol Discovery)/i,
    source:
      'https://learn.microsoft.com/en-us/office/troubleshoot/office-suite-issues/click-hyperlink-to-sso-website',
  },
  { name: 'Slack', agent: /Slackbot|Slack-ImgProxy/i, source: 'https://api.slack.com/robots' },
  {
    name: 'Meta, and iMessage, whose previews use the same names',
    agent: /facebookexternalhit|facebookcatalog|Facebot|meta-externalagent|meta-externalfetcher/i,
    source: 'https://developers.facebook.com/docs/sharing/webmasters/web-crawlers',
  },
  {
    name: 'WhatsApp',
    agent: /^WhatsApp\//i,
    source: 'https://developers.facebook.com/docs/whatsapp/link-previews',
  },
  {
    name: 'Google',
    agent: /Googlebot|Google-(?:InspectionTool|Safety|PageRenderer|Read-Aloud)|GoogleOther|AdsBot-Google/i,
    source: 'https://developers.google.com/crawling/docs/crawlers-fetchers/overview-google-crawlers',
  },
  { name: 'Apple', agent: /Applebot/i, source: 'https://support.apple.com/en-us/119829' },
  {
    name: 'Previews of other messengers and networks',
    agent:
      /Twitterbot|LinkedInBot|Discordbot|TelegramBot|redditbot|Pinterestbot|Snap URL Preview|Viber|Embedly/i,
    source: AGENTS,
  },
  {
    name: 'Search engines',
    agent: /\b(?:bing|Yandex|DuckDuck|Petal|Baidu|Amazon)(?:bot|spider)/i,
    source: AGENTS,
  },
  {
    name: 'Libraries and browsers without a window',
    agent:
      /^(?:curl|Wget|python-|aiohttp|Go-http-client|Java\/|Apache-HttpClient|axios|node-fetch|undici|lua-resty-http)|HeadlessChrome|PhantomJS/i,
    source: AGENTS,
  },
  {
    // CUBOT makes phones.
    name: 'Whoever calls itself a bot or a crawler',
    agent: /(?<!\bcu)bot\b|crawler\b|spider\b/i,
    source: AGENTS,
  },
];

/**
 * Apple's Mail Privacy Protection fetches the pictures of every mail through proxies that name nothing but this, whether the
 * mail is opened or not. Source: https://wordtothewise.com/2021/09/apple-mpp/
 */
export const APPLE_MAIL_PROXY = /^Mozilla\/5\.0$/;

/**
 * Headers that say that nobody asked for it yet, with the words that say so. Source: Fetch and Nav Speculation (`Sec-Purpose`);
 * the others are older forms of it.
 */
export const PREFETCH_HEADERS: Readonly<Record<string, RegExp>> = {
  'sec-purpose': /prefetch|prerender/i,
  purpose: /prefetch|preview/i,
  'x-purpose': /prefetch|preview/i,
  'x-moz': /prefetch/i,
};
