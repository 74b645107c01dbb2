/** A pack as a deployer may write it: shown on the page, and held to the schema by a test. */
export const OWN_PACK_EXAMPLE = `pack: de-house
title: Germany, as our lawyers want it
countries: [DE]
versions:
  - from: 2026-01-01
    sources:
      - { title: Memorandum of our lawyers, read: 2026-01-01 }
    windows:
      - hours: [{ from: '09:00', to: '19:00', days: [mon, tue, wed, thu, fri, sat] }]
        closedOnHolidays: { country: DE, regions: [BY, BE] }
    caps:
      - { per: recipient, most: 4, within: P7D }
    decay:
      - { channels: [sms, email], after: P1Y }
`;
