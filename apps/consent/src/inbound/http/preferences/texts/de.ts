import type { PageTexts } from './page-texts.ts';

const CHANNELS = { push: 'App-Mitteilung', sms: 'SMS', email: 'E-Mail' } as const;
const BY = { push: 'als App-Mitteilung', sms: 'per SMS', email: 'per E-Mail' } as const;
const KINDS = {
  marketing: 'Werbung',
  transactional: 'Servicenachrichten',
  critical: 'Sicherheitsnachrichten',
} as const;
const from = (organisation: string | undefined): string =>
  organisation === undefined ? '' : ` von ${organisation}`;

/** German. */
export const DE: PageTexts = {
  language: 'de',
  name: 'Deutsch',
  languages: 'Sprache',
  heading: (organisation) =>
    organisation === undefined ? 'Ihre Nachrichten' : `Nachrichten von ${organisation}`,
  intro:
    'Wählen Sie, worüber Sie etwas hören möchten, und wie. Sie können das hier jederzeit ändern. Wer den Link zu dieser Seite hat, kann das auch: Geben Sie ihn nicht weiter.',
  contact: (contact) => `Fragen? ${contact}`,
  reach: {
    heading: 'So erreichen wir Sie',
    devices: (count) => (count === 1 ? 'auf 1 Gerät' : `auf ${count} Geräten`),
    endingIn: (digits) => `Nummer, die auf ${digits} endet`,
    stoppedBySms:
      'SMS an diese Nummer sind gestoppt, weil von ihr STOP gesendet wurde. Hier lassen sie sich nicht einschalten: Um wieder welche zu erhalten, senden Sie START von diesem Telefon.',
    stopped: 'Hierhin wird nichts mehr gesendet, weil jemand darum gebeten hat.',
    nowhere: 'Wir haben keine Nummer, keine Adresse und keine App, unter der wir Sie erreichen könnten.',
  },
  channels: CHANNELS,
  purposes: {
    marketing: {
      title: 'Werbung',
      statement: (organisation) =>
        `Ich möchte Werbung${from(organisation)} zu den Themen und auf den Wegen erhalten, die ich ankreuze. Ich kann das hier jederzeit ändern.`,
    },
    transactional: {
      title: 'Servicenachrichten',
      statement: (organisation) =>
        `Ich möchte Nachrichten${from(organisation)} zu dem, was ich bestellt oder vereinbart habe, auf den Wegen erhalten, die ich ankreuze.`,
    },
    critical: {
      title: 'Sicherheit',
      statement: (organisation) =>
        `Ich möchte Sicherheitsnachrichten${from(organisation)}, zum Beispiel Anmeldecodes, auf den Wegen erhalten, die ich ankreuze.`,
    },
  },
  everything: {
    title: 'Alles andere dieser Art',
    text: 'Wenn Sie dieses Häkchen entfernen, endet auf diesem Weg alles dieser Art, auch was weiter oben angekreuzt ist.',
  },
  pending: 'wartet auf Ihr JA per SMS',
  noTopics: 'Zurzeit gibt es keine Themen zur Auswahl.',
  quietHours: {
    legend: 'Ruhezeiten',
    hint: 'Zwischen diesen Zeiten lassen wir Sie in Ruhe, nach der Uhr an Ihrem Wohnort; Nachrichten warten bis danach. Sicherheitsnachrichten, zum Beispiel Anmeldecodes, kommen trotzdem. Lassen Sie beides leer, wenn Sie keine möchten.',
    from: 'Von',
    to: 'Bis',
    days: (days) => `Sie beginnen an: ${days}.`,
    weekdays: {
      mon: 'Montag',
      tue: 'Dienstag',
      wed: 'Mittwoch',
      thu: 'Donnerstag',
      fri: 'Freitag',
      sat: 'Samstag',
      sun: 'Sonntag',
    },
  },
  save: 'Speichern',
  end: {
    heading: 'Beenden',
    marketing: {
      text: 'Keine Werbung mehr, auf keinem Weg. Nachrichten zu Ihren Bestellungen und Sicherheitsnachrichten kommen weiterhin.',
      button: 'Alle Werbung beenden',
    },
    all: {
      text: 'Nichts mehr per SMS, App oder E-Mail: keine Nachrichten zu Ihren Bestellungen und auch keine Sicherheitsnachrichten wie Anmeldecodes. Sie können hierher zurückkommen.',
      button: 'Alles beenden, auch Sicherheitsnachrichten',
    },
  },
  notices: {
    saved: 'Gespeichert. Es gilt, was Sie jetzt sehen.',
    unchanged: 'Es wurde nichts geändert.',
    outdated:
      'Seit Sie diese Seite geöffnet haben, hatte sich etwas geändert, deshalb wurden nicht alle Ihre Änderungen gespeichert. Es gilt, was Sie jetzt sehen: Bitte schauen Sie noch einmal nach.',
    'more-ended':
      'Gespeichert. Es endet mehr, als Sie abgewählt haben, weil ein Ende hier über ein Thema hinausreicht. Es gilt, was Sie jetzt sehen: Kreuzen Sie wieder an, was Sie behalten möchten.',
    'marketing-ended': 'Alle Werbung ist beendet.',
    'all-ended': 'Alles ist beendet. Kreuzen Sie an, was Sie wieder erhalten möchten.',
  },
  errors: {
    heading: 'Etwas stimmt nicht. Es wurde nichts gespeichert.',
    quietHoursHalf: 'Ruhezeiten brauchen beide Zeiten; lassen Sie beide leer, wenn Sie keine möchten.',
    quietHoursSame: 'Ruhezeiten können nicht zur selben Zeit beginnen und enden.',
    quietHoursNoTime: 'Schreiben Sie die Zeiten der Ruhezeiten wie 22:00.',
  },
  unsubscribe: {
    title: 'Diese Nachrichten beenden?',
    question: ({ topic, purpose, channel }) =>
      `Ich möchte keine ${KINDS[purpose]}${topic === undefined ? '' : ` zu „${topic}“`} mehr ${BY[channel]} erhalten.`,
    button: 'Ja, beenden',
    done: { title: 'Beendet', text: 'Sie erhalten diese Nachrichten nicht mehr.' },
  },
  invalid: {
    title: 'Dieser Link funktioniert nicht',
    text: 'Vielleicht fehlt ein Teil davon. Öffnen Sie den ganzen Link aus der neuesten Nachricht. Um SMS sofort zu beenden, antworten Sie auf eine davon mit STOP.',
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    text: 'Es wurde nichts geändert. Öffnen Sie den Link in einer neueren Nachricht, oder bitten Sie den Absender um einen neuen. Um SMS sofort zu beenden, antworten Sie auf eine davon mit STOP.',
  },
  gone: {
    title: 'Hier ist nichts mehr',
    text: 'Unter diesem Link ist nichts über Sie gespeichert, und seinetwegen wird Ihnen nichts gesendet.',
  },
  unreadable: {
    title: 'Das hat nicht geklappt',
    text: 'Wir konnten nicht lesen, was gesendet wurde, deshalb wurde nichts geändert. Öffnen Sie den Link noch einmal und versuchen Sie es erneut.',
  },
  unavailable: {
    title: 'Bitte versuchen Sie es gleich noch einmal',
    text: 'Wir können nicht sicher sein, dass es gespeichert wurde. Öffnen Sie den Link noch einmal und schauen Sie nach.',
  },
};
