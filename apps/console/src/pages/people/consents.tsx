import { useLedger } from '../../api/consent-queries.ts';
import type { Recipient } from '../../api/types.ts';
import { Acts } from '../../shared/acts.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { GiveConsent } from './give-consent.tsx';
import { Ledger } from './ledger.tsx';
import { Standing } from './standing.tsx';
import { WithdrawConsent } from './withdraw-consent.tsx';

const words = texts.consent;

interface ConsentsProps {
  readonly id: string;
  /** Undefined once they are erased: then only what is left of the ledger is shown. */
  readonly recipient: Recipient | undefined;
}

/** What holds for somebody, what they said, and the means to record more of it. */
export function Consents({ id, recipient }: ConsentsProps) {
  const ledger = useLedger(id);
  return (
    <Section title={words.title}>
      {recipient !== undefined && (
        <Acts
          acts={[
            { name: words.give, form: () => <GiveConsent recipient={recipient} /> },
            { name: words.withdraw, form: () => <WithdrawConsent recipient={recipient} /> },
          ]}
        />
      )}
      <Loaded query={ledger}>
        {(said) => (
          <>
            {recipient !== undefined && <Standing recipient={recipient} said={said.entries} />}
            <Ledger ledger={said} contactPoints={recipient?.contactPoints ?? []} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
