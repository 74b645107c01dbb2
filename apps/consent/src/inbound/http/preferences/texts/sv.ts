import type { PageTexts } from './page-texts.ts';

const CHANNELS = { push: 'Appnotis', sms: 'Sms', email: 'E-post' } as const;
const BY = { push: 'som appnotiser', sms: 'via sms', email: 'via e-post' } as const;
const KINDS = {
  marketing: 'reklam',
  transactional: 'servicemeddelanden',
  critical: 'säkerhetsmeddelanden',
} as const;
const from = (organisation: string | undefined): string =>
  organisation === undefined ? '' : ` från ${organisation}`;

/** Swedish. */
export const SV: PageTexts = {
  language: 'sv',
  name: 'Svenska',
  languages: 'Språk',
  heading: (organisation) =>
    organisation === undefined ? 'Dina meddelanden' : `Meddelanden från ${organisation}`,
  intro:
    'Välj vad du vill höra om, och hur. Du kan ändra det här när som helst. Den som har länken till sidan kan också göra det, så skicka den inte vidare.',
  contact: (contact) => `Frågor? ${contact}`,
  reach: {
    heading: 'Här når vi dig',
    devices: (count) => (count === 1 ? 'på 1 enhet' : `på ${count} enheter`),
    endingIn: (digits) => `nummer som slutar på ${digits}`,
    stoppedBySms:
      'Sms till det här numret är stoppade, eftersom STOP skickades från det. De kan inte slås på här: skicka START från telefonen för att få dem igen.',
    stopped: 'Inget skickas hit längre, eftersom någon har bett oss sluta.',
    nowhere: 'Vi har inget nummer, ingen adress och ingen app där vi kan nå dig.',
  },
  channels: CHANNELS,
  purposes: {
    marketing: {
      title: 'Reklam',
      statement: (organisation) =>
        `Jag vill få reklam${from(organisation)} om de ämnen och på de sätt som jag kryssar för. Jag kan ändra det här när som helst.`,
    },
    transactional: {
      title: 'Servicemeddelanden',
      statement: (organisation) =>
        `Jag vill få meddelanden${from(organisation)} om det jag har beställt eller avtalat, på de sätt som jag kryssar för.`,
    },
    critical: {
      title: 'Säkerhet',
      statement: (organisation) =>
        `Jag vill få säkerhetsmeddelanden${from(organisation)}, till exempel inloggningskoder, på de sätt som jag kryssar för.`,
    },
  },
  everything: {
    title: 'Allt annat av detta slag',
    text: 'Om du kryssar ur detta upphör allt av detta slag på det sättet, även det som är ikryssat ovan.',
  },
  pending: 'väntar på ditt JA via sms',
  noTopics: 'Just nu finns det inga ämnen att välja mellan.',
  quietHours: {
    legend: 'Tysta timmar',
    hint: 'Mellan de här tiderna lämnar vi dig i fred, enligt klockan där du bor; meddelanden väntar tills efteråt. Säkerhetsmeddelanden, till exempel inloggningskoder, kommer ändå. Lämna båda tomma om du inte vill ha några.',
    from: 'Från',
    to: 'Till',
    days: (days) => `De börjar på: ${days}.`,
    weekdays: {
      mon: 'måndag',
      tue: 'tisdag',
      wed: 'onsdag',
      thu: 'torsdag',
      fri: 'fredag',
      sat: 'lördag',
      sun: 'söndag',
    },
  },
  save: 'Spara',
  end: {
    heading: 'Sluta',
    marketing: {
      text: 'Ingen reklam mer, på något sätt. Meddelanden om det du har beställt och säkerhetsmeddelanden kommer fortfarande.',
      button: 'Stoppa all reklam',
    },
    all: {
      text: 'Inget mer via sms, app eller e-post: inga besked om dina beställningar och inte heller säkerhetsmeddelanden som inloggningskoder. Du kan komma tillbaka hit.',
      button: 'Stoppa allt, även säkerhetsmeddelanden',
    },
  },
  notices: {
    saved: 'Sparat. Det du ser nu är det som gäller.',
    unchanged: 'Inget har ändrats.',
    outdated:
      'Något hade ändrats sedan du öppnade sidan, så alla dina ändringar sparades inte. Det du ser nu är det som gäller: titta igen.',
    'more-ended':
      'Sparat. Mer än det du kryssade ur har upphört, eftersom ett avslut här gäller mer än ett ämne. Det du ser nu är det som gäller: kryssa för det du vill behålla.',
    'marketing-ended': 'All reklam är stoppad.',
    'all-ended': 'Allt är stoppat. Kryssa för det du vill få igen.',
  },
  errors: {
    heading: 'Något är fel. Inget har sparats.',
    quietHoursHalf: 'Tysta timmar behöver båda tiderna; lämna båda tomma om du inte vill ha några.',
    quietHoursSame: 'Tysta timmar kan inte börja och sluta samtidigt.',
    quietHoursNoTime: 'Skriv tiderna för tysta timmar som 22:00.',
  },
  unsubscribe: {
    title: 'Sluta få de här meddelandena?',
    question: ({ topic, purpose, channel }) =>
      `Jag vill inte längre få ${KINDS[purpose]} ${BY[channel]}${topic === undefined ? '' : ` om ”${topic}”`}.`,
    button: 'Ja, sluta',
    done: { title: 'Stoppat', text: 'Du får inte de här meddelandena längre.' },
  },
  invalid: {
    title: 'Länken fungerar inte',
    text: 'Kanske saknas en del av den. Öppna hela länken från det senaste meddelandet. Svara STOP på ett sms för att genast slippa fler.',
  },
  expired: {
    title: 'Länken är för gammal',
    text: 'Inget har ändrats. Öppna länken i ett nyare meddelande, eller be avsändaren om en ny. Svara STOP på ett sms för att genast slippa fler.',
  },
  gone: {
    title: 'Här finns inget längre',
    text: 'Inget finns sparat om dig under den här länken, och inget skickas till dig på grund av den.',
  },
  unreadable: {
    title: 'Det gick inte',
    text: 'Vi kunde inte läsa det som skickades, så inget har ändrats. Öppna länken igen och försök på nytt.',
  },
  unavailable: {
    title: 'Försök igen om en stund',
    text: 'Vi kan inte vara säkra på att det sparades. Öppna länken igen och titta.',
  },
};
