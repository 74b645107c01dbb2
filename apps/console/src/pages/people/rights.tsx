import { Acts } from '../../shared/acts.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { ErasePerson } from './erase-person.tsx';
import { ExportPerson } from './export-person.tsx';
import { PreferenceLink } from './preference-link.tsx';

const words = texts.rights;

/** What a person can ask for: a say of their own, a copy of their data, and its end. */
export function Rights({ recipient }: { readonly recipient: string }) {
  return (
    <Section title={words.title}>
      <Acts
        acts={[
          { name: words.link, form: () => <PreferenceLink recipient={recipient} /> },
          { name: words.export, form: () => <ExportPerson recipient={recipient} /> },
          { name: words.erase, isDangerous: true, form: () => <ErasePerson recipient={recipient} /> },
        ]}
      />
    </Section>
  );
}
