// Generated from libs/consent-policy/packs/*.yaml by `npm run generate`. Change it there.
/* oxlint-disable max-lines */
import type { RulePack } from './rule-pack.ts';

/** The law that comes with Hermod, by the names of the packs. */
export const BUILT_IN_PACKS: readonly RulePack[] = [
  {
    pack: 'ca',
    title: 'Canada (CASL)',
    countries: ['CA'],
    versions: [
      {
        from: '2014-07-01',
        sources: [
          {
            title: "Canada's anti-spam legislation (S.C. 2010, c. 23), sections 6 and 10",
            url: 'https://laws-lois.justice.gc.ca/eng/acts/E-1.6/FullText.html',
            read: '2026-11-23',
          },
        ],
        notes:
          "An express consent has no end. An implied one lasts two years from a purchase or contract, six months from an inquiry, two years from the end of a membership or the last gift; it counts from the last such event, so each is recorded. Messages name the sender and its postal address; a way out works for 60 days. No hours for texts (those of the CRTC's telemarketing rules are for calls and fax).",
        windows: [],
        caps: [],
        accepts: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs', 'email'],
            basis: 'existing-customer',
            validFor: 'P2Y',
          },
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs', 'email'],
            basis: 'inquiry',
            validFor: 'P6M',
          },
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs', 'email'],
            basis: 'membership',
            validFor: 'P2Y',
          },
        ],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'de',
    title: 'Germany (UWG § 7)',
    countries: ['DE'],
    versions: [
      {
        from: '2004-07-08',
        sources: [
          {
            title: 'Gesetz gegen den unlauteren Wettbewerb, § 7',
            url: 'https://www.gesetze-im-internet.de/uwg_2004/__7.html',
            read: '2026-11-23',
          },
          {
            title: 'How long a consent lasts, according to the courts',
            url: 'https://www.datenschutz-notizen.de/verlieren-einwilligungen-nach-gewisser-zeit-automatisch-ihre-gueltigkeit-3420158/',
            read: '2026-11-23',
          },
        ],
        notes:
          'No hours for SMS. Courts expect proof by double opt-in: record consents for advertising as pending and have them confirmed; the message that asks for it contains no advertising. Sources disagree about decay: the BGH (III ZR 196/17) sees no end by time alone, other courts let an unused consent end after one and a half to four years. The shortest holds here. Soft opt-in (§ 7(3)) is used for email only.',
        windows: [],
        caps: [],
        accepts: [{ purposes: ['marketing'], channels: ['email'], basis: 'existing-customer' }],
        decay: [{ purposes: ['marketing'], channels: ['sms', 'mms', 'rcs', 'email'], after: 'P18M' }],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'eu',
    title: 'European Union and EEA (GDPR, ePrivacy)',
    countries: [
      'AT',
      'AX',
      'BE',
      'BG',
      'CY',
      'CZ',
      'DE',
      'DK',
      'EE',
      'ES',
      'FI',
      'FR',
      'GF',
      'GP',
      'GR',
      'HR',
      'HU',
      'IE',
      'IS',
      'IT',
      'LI',
      'LT',
      'LU',
      'LV',
      'MF',
      'MQ',
      'MT',
      'NL',
      'NO',
      'PL',
      'PT',
      'RE',
      'RO',
      'SE',
      'SI',
      'SK',
      'YT',
    ],
    versions: [
      {
        from: '2018-05-25',
        sources: [
          {
            title: 'Regulation (EU) 2016/679 (GDPR), articles 4(11), 6, 7, 17 and 21',
            url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
            read: '2026-11-23',
          },
          {
            title: 'Directive 2002/58/EC (ePrivacy), article 13',
            url: 'https://eur-lex.europa.eu/eli/dir/2002/58/oj',
            read: '2026-11-23',
          },
        ],
        notes:
          "No hours and no caps. Customers may be told about the seller's own similar products without having been asked (soft opt-in, article 13(2)) as long as each message offers a way out. Electronic mail in the directive includes SMS, member states differ: here it is enough for email only. Whether a consent was free, separate and informed says the evidence in the ledger, no rule.",
        windows: [],
        caps: [],
        accepts: [{ purposes: ['marketing'], channels: ['email'], basis: 'existing-customer' }],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'fr',
    title: 'France (CPCE L34-5, CNIL, rules of the operators)',
    countries: ['FR', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'],
    versions: [
      {
        from: '2004-06-23',
        sources: [
          { title: 'Code des postes et des communications électroniques, L34-5', read: '2026-11-23' },
          {
            title: "Loi pour la confiance dans l'économie numérique (21 juin 2004), as np6 explains it",
            url: 'https://www.np6.com/fr/sms-marketing-legislation/',
            read: '2026-11-23',
          },
          { title: 'Hours as Mailpro and Callr give them, 8 to 22, Monday to Saturday', read: '2026-11-23' },
          { title: 'Hours as sendtarget gives them, 8 to 20, Monday to Saturday', read: '2026-11-23' },
          {
            title: 'Hours as Acoustic and SMS Partner give them, 8 to 20, on Saturdays 10 to 18 or 19',
            read: '2026-11-23',
          },
        ],
        notes:
          'No law names hours for marketing by SMS, operators do, and sources disagree: 8 to 22 or 8 to 20 from Monday to Saturday, or 10 to 18 or 19 on Saturdays. The strictest holds here: 8 to 20, on Saturdays 10 to 18, never on Sundays and public holidays. Alsace and Moselle have a pack of their own. Holidays that are kept overseas only (such as 22 May in Martinique) are not known here; a pack of your own adds them. Alerts and transactional messages have no hours. Marketing names STOP and the number that takes it (36xxx). Soft opt-in for own similar products is used for email only.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [
              { from: '08:00', to: '20:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
              { from: '10:00', to: '18:00', days: ['sat'] },
            ],
            closedOnHolidays: { country: 'FR' },
          },
        ],
        caps: [],
        accepts: [{ purposes: ['marketing'], channels: ['email'], basis: 'existing-customer' }],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'fr-alsace-moselle',
    title: 'Alsace and Moselle',
    countries: ['FR'],
    regions: ['FR-57', 'FR-67', 'FR-68', 'FR-6AE', 'FR-GES'],
    numbers: ['+33367', '+33368', '+33369', '+33372', '+33382', '+33387', '+33388', '+33389', '+33390'],
    versions: [
      {
        from: '2004-06-23',
        sources: [
          {
            title: 'Code du travail, L3134-13, holidays of Moselle, Bas-Rhin and Haut-Rhin',
            read: '2026-11-23',
          },
        ],
        notes:
          'Good Friday and 26 December are public holidays here and nowhere else in France. Good Friday is one by law only where there is a Protestant church or a mixed one; it is kept everywhere here. Whoever may live here is left alone on both: also those of whom no part of France is known, such as by a mobile number alone.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '00:00', to: '24:00' }],
            closedOnHolidays: { country: 'FR', regions: ['57', '67', '68'] },
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'gb',
    title: 'United Kingdom (PECR, UK GDPR)',
    countries: ['GB'],
    versions: [
      {
        from: '2003-12-11',
        sources: [
          {
            title: 'Privacy and Electronic Communications (EC Directive) Regulations 2003, regulation 22',
            url: 'https://legislation.gov.uk/uksi/2003/2426/body/2018-06-27?view=plain',
            read: '2026-11-23',
          },
        ],
        notes:
          'No hours. Soft opt-in (regulation 22(3)) covers texts as well as email; here it is enough for email only. Each message offers a way out.',
        windows: [],
        caps: [],
        accepts: [{ purposes: ['marketing'], channels: ['email'], basis: 'existing-customer' }],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'se',
    title: 'Sweden (marknadsföringslagen)',
    countries: ['SE'],
    versions: [
      {
        from: '2008-07-01',
        sources: [
          {
            title: 'Marknadsföringslag (2008:486), 19–21 §§',
            url: 'https://studylibsv.com/doc/830753/marknadsf%C3%B6ring-med-hj%C3%A4lp-av-elektroniska-meddelanden',
            read: '2026-11-23',
          },
        ],
        notes:
          'No hours and no caps. Soft opt-in for own similar products covers texts as well as email; here it is enough for email only. Each message names a valid address for asking that it stop.',
        windows: [],
        caps: [],
        accepts: [{ purposes: ['marketing'], channels: ['email'], basis: 'existing-customer' }],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us',
    title: 'United States, federal (TCPA)',
    countries: ['AS', 'GU', 'MP', 'PR', 'US', 'VI'],
    versions: [
      {
        from: '1992-12-20',
        sources: [
          {
            title: '47 CFR 64.1200(c)(1), hours of telephone solicitations',
            url: 'https://www.ecfr.gov/current/title-47/chapter-I/subchapter-B/part-64/subpart-L/section-64.1200',
            read: '2026-11-23',
          },
        ],
        notes:
          'Hours are those of the called party. Marketing by text needs a prior express written consent (64.1200(f)(9)); an established business relationship lifts the do-not-call register only and stands for no consent here. Rules on consent from one seller at a time were vacated on 2025-01-24 and never held.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '21:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
      {
        from: '2025-04-11',
        sources: [
          {
            title: '47 CFR 64.1200(a)(10) and (12), revocation by any reasonable means',
            url: 'https://www.ecfr.gov/current/title-47/chapter-I/subchapter-B/part-64/subpart-L/section-64.1200',
            read: '2026-11-23',
          },
          {
            title: 'FR 2024-04587, strengthening the ability of consumers to stop robocalls and robotexts',
            read: '2026-11-23',
          },
        ],
        notes:
          'Whoever withdraws need not be obeyed before ten business days; here it holds at once. One confirmation without marketing is allowed within five minutes ((a)(12), since 2024-04-04). It may ask which topics were meant, and no answer means all of them: this is why a STOP here ends all of them.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '21:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
      {
        from: '2027-01-31',
        sources: [
          {
            title: '47 CFR 64.1200(a)(10), whoever stops one topic stops them all',
            url: 'https://www.ecfr.gov/current/title-47/chapter-I/subchapter-B/part-64/subpart-L/section-64.1200',
            read: '2026-11-23',
          },
          {
            title: 'Orders of the FCC of 2025-04-07 and 2026-01-06, which waive that part until 2027-01-31',
            url: 'https://www.infolawgroup.com/insights/2026/1/7/fcc-further-extends-effective-date-of-the-tcpas-consent-revocation-rule',
            read: '2026-11-23',
          },
        ],
        notes:
          'The FCC is considering whether to change the rule. A further order may move the date; then it moves here.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '21:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'every-topic',
      },
    ],
  },
  {
    pack: 'us-ct',
    title: 'Connecticut',
    countries: ['US'],
    regions: ['US-CT'],
    numbers: ['+1203', '+1475', '+1860', '+1959'],
    versions: [
      {
        from: '2023-10-01',
        sources: [
          {
            title: 'Connecticut General Statutes 42-288a, as amended by Public Act 23-98 (Senate Bill 1058)',
            url: 'https://tcpaworld.com/2023/06/28/connecticut-rolls-out-new-telemarketing-requirements-here-is-what-you-need-to-know/',
            read: '2026-11-23',
          },
        ],
        notes:
          'Until then the hours ended at 21. A call to a Connecticut area code is presumed to take place in the state.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '09:00', to: '20:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-fl',
    title: 'Florida (FTSA)',
    countries: ['US'],
    regions: ['US-FL'],
    numbers: [
      '+1239',
      '+1305',
      '+1321',
      '+1324',
      '+1352',
      '+1386',
      '+1407',
      '+1448',
      '+1561',
      '+1645',
      '+1656',
      '+1689',
      '+1727',
      '+1728',
      '+1754',
      '+1772',
      '+1786',
      '+1813',
      '+1850',
      '+1863',
      '+1904',
      '+1941',
      '+1954',
    ],
    versions: [
      {
        from: '2021-07-01',
        sources: [
          {
            title: 'Florida Statutes 501.616(6), hours and number of commercial telephone solicitations',
            url: 'http://www.leg.state.fl.us/statutes/index.cfm?App_mode=Display_Statute&URL=0500-0599/0501/Sections/0501.616.html',
            read: '2026-11-23',
          },
          {
            title: 'Florida Statutes 501.059(8)(d), presumption from the area code; HB 761 of 2023',
            url: 'https://flsenate.gov/Committees/BillSummaries/2023/html/3034',
            read: '2026-11-23',
          },
        ],
        notes:
          "A Florida area code is presumed to be a resident's. The cap counts calls and texts from any number about the same subject; what a subject is says the topic. Since 2023-05-25 nobody can sue over texts before they have answered STOP and fifteen days have passed; the hours and the cap hold regardless.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00' }],
          },
        ],
        caps: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            per: 'topic',
            most: 3,
            within: 'PT24H',
          },
        ],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-md',
    title: 'Maryland (Stop the Spam Calls Act of 2023)',
    countries: ['US'],
    regions: ['US-MD'],
    numbers: ['+1227', '+1240', '+1301', '+1410', '+1443', '+1667'],
    versions: [
      {
        from: '2024-01-01',
        sources: [
          {
            title: 'Stop the Spam Calls Act of 2023 (SB 90, HB 37), Commercial Law 14-4501 and following',
            url: 'https://www.dnc.com/index.php/news/maryland-governor-signs-stop-spam-calls-act-2023-law',
            read: '2026-11-23',
          },
        ],
        notes:
          "Sources disagree about a cap: reports about the act give it Florida's three in 24 hours about one subject, comparisons of the states name Florida and Oklahoma only. None is set here; a pack of your own with the name us-md sets it. Taking the area code for residence is caution.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-ms',
    title: 'Mississippi',
    countries: ['US'],
    regions: ['US-MS'],
    numbers: ['+1228', '+1471', '+1601', '+1662', '+1769'],
    versions: [
      {
        from: '2003-07-01',
        sources: [
          {
            title: 'Mississippi Code 77-3-723, rules for authorized calls',
            url: 'https://getpocketlaw.com/law/state_mississippi/section-77-3-723-rules-for-authorized-calls_57b73fa7ff73',
            read: '2026-11-23',
          },
        ],
        notes:
          "Sources disagree about Sundays: some tables for senders leave the ban out, the code has it. Another section (77-3-603) has 8 to 21; the shorter hours hold. The code's hours are Central time, on which all of the state is; here they are the recipient's. Whether texts are calls in its sense is open; they are taken for such. Taking the area code for residence is caution.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-nj',
    title: 'New Jersey',
    countries: ['US'],
    regions: ['US-NJ'],
    numbers: ['+1201', '+1551', '+1609', '+1640', '+1732', '+1848', '+1856', '+1862', '+1908', '+1973'],
    versions: [
      {
        from: '2023-12-01',
        sources: [
          {
            title: 'Senate Bill 921 of 2023, hours 8 to 21',
            url: 'https://kleinmoynihan.com/new-jerseys-new-telemarketing-law/',
            read: '2026-11-23',
          },
          {
            title: 'Hours by state, 8 to 20',
            url: 'https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns',
            read: '2026-11-23',
          },
        ],
        notes:
          'Sources disagree: reports about the bill give 8 to 21, tables for senders 8 to 20. The shorter hours hold. In force since December 2023. The bill presumes nothing from the area code; taking it for residence is caution.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-ok',
    title: 'Oklahoma (OTSA)',
    countries: ['US'],
    regions: ['US-OK'],
    numbers: ['+1405', '+1539', '+1572', '+1580', '+1918'],
    versions: [
      {
        from: '2022-11-01',
        sources: [
          {
            title: 'Telephone Solicitation Act of 2022 (HB 3168), 15 O.S. 775C',
            url: 'https://app.legiplex.com/ok/legislature/2022/2022-r/bills/hb3168/drafts-latest',
            read: '2026-11-23',
          },
        ],
        notes:
          'The cap counts calls and texts from any number about the same subject; what a subject is says the topic. A call to an Oklahoma area code is presumed to be to a resident. Existing relationships are excepted; the exception is not used.',
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00' }],
          },
        ],
        caps: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            per: 'topic',
            most: 3,
            within: 'PT24H',
          },
        ],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-ri',
    title: 'Rhode Island (Telephone Sales Solicitation Act)',
    countries: ['US'],
    regions: ['US-RI'],
    numbers: ['+1401'],
    versions: [
      {
        from: '1999-01-01',
        sources: [
          {
            title: 'Rhode Island General Laws 5-61-2(2), hours of operation',
            url: 'https://instalawyer.io/laws/rhode-island-general-laws/section-5-61-2-definitions',
            read: '2026-11-23',
          },
          {
            title: 'Rhode Island General Laws 5-61-3.6 (P.L. 1999, ch. 456), no calls outside of them',
            url: 'http://webserver.rilin.state.ri.us/Statutes/TITLE5/5-61/5-61-3.6.HTM',
            read: '2026-11-23',
          },
          {
            title: 'Hours by state, with Sundays',
            url: 'https://support.referrizer.com/en/category/text-campaigns/article/tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns',
            read: '2026-11-23',
          },
        ],
        notes:
          "Sources disagree about Sundays: tables for senders give 10 to 17 for the whole weekend, the code's hours of operation end with Saturday and leave out state and federal holidays from Monday to Friday. The strict reading holds: never on Sundays and holidays. Of 1999 the sources name no day, so the first one is taken. Taking the area code for residence is caution.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [
              { from: '09:00', to: '18:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
              { from: '10:00', to: '17:00', days: ['sat'] },
            ],
            closedOnHolidays: { country: 'US', regions: ['RI'] },
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-tx',
    title: 'Texas (SB 140)',
    countries: ['US'],
    regions: ['US-TX'],
    numbers: [
      '+1210',
      '+1214',
      '+1254',
      '+1281',
      '+1325',
      '+1346',
      '+1361',
      '+1409',
      '+1430',
      '+1432',
      '+1469',
      '+1512',
      '+1621',
      '+1682',
      '+1713',
      '+1726',
      '+1737',
      '+1806',
      '+1817',
      '+1830',
      '+1832',
      '+1903',
      '+1915',
      '+1936',
      '+1940',
      '+1945',
      '+1956',
      '+1972',
      '+1979',
    ],
    versions: [
      {
        from: '2025-09-01',
        sources: [
          {
            title:
              'Texas Business and Commerce Code 301.051 and SB 140, which made texts telephone solicitations',
            url: 'https://www.kaufmandolowich.com/news-resources/law-alert-state-mini-tcpa-laws-growing-texas-latest-to-update-its-telemarketing-rules-8-21-2025-by-richard-j-perr-monica-m-littman-graeme-e-hogan-dominic-borelli-and-kristen-ruotolo',
            read: '2026-11-23',
          },
          {
            title: "Hours of 301.051, by the recipient's clocks",
            url: 'https://commlawgroup.com/2025/texas-senate-bill-140-registration-and-compliance-requirements-for-telephone-solicitation',
            read: '2026-11-23',
          },
        ],
        notes:
          "Messages that the consumer expressly asked for, and existing relationships, are excepted; the exceptions are not used, the hours hold for all marketing. The hours are those of the recipient's clocks. Taking the area code for residence is caution.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [
              { from: '09:00', to: '21:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
              { from: '12:00', to: '21:00', days: ['sun'] },
            ],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
  {
    pack: 'us-wa',
    title: 'Washington',
    countries: ['US'],
    regions: ['US-WA'],
    numbers: ['+1206', '+1253', '+1360', '+1425', '+1509', '+1564'],
    versions: [
      {
        from: '2022-06-09',
        sources: [
          {
            title: 'RCW 19.158.040, hours of commercial telephone solicitation',
            url: 'https://app.leg.wa.gov/RCW/default.aspx?cite=19.158.040',
            read: '2026-11-23',
          },
          {
            title: 'House Bill 1497 of 2022, in force since 2022-06-09',
            url: 'https://natlawreview.com/article/washington-becomes-latest-state-to-tighten-restrictions-telemarketing',
            read: '2026-11-23',
          },
        ],
        notes:
          "No cap, although lists of mini-TCPA laws often give it Florida's. Whoever asks not to be called must be left alone for at least twelve months; here a withdrawal never ends by itself. Taking the area code for residence is caution.",
        windows: [
          {
            purposes: ['marketing'],
            channels: ['sms', 'mms', 'rcs'],
            hours: [{ from: '08:00', to: '20:00' }],
          },
        ],
        caps: [],
        accepts: [],
        decay: [],
        withdrawalCovers: 'what-it-names',
      },
    ],
  },
];
