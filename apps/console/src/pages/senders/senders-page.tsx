import { useState } from 'react';
import { useSenders } from '../../api/queries.ts';
import type { Sender } from '../../api/types.ts';
import { LiveBadge } from '../../shared/live-badge.tsx';
import { Loaded } from '../../shared/loaded.tsx';
import { PicturesSwitch } from '../../shared/looks/pictures-switch.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { Page } from '../../shared/page.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { SenderForm } from './sender-form.tsx';
import { SenderList } from './sender-list.tsx';

const words = texts.senders;

/** Who messages come from. Those of the providers file are changed there. */
export function SendersPage() {
  const senders = useSenders();
  const [chosen, choose] = useState<Sender>();
  const list = senders.data ?? [];
  return (
    <Page title={words.title} lead={words.lead} aside={<LiveBadge isLost={senders.isError} />}>
      {list.some(({ logo }) => logo !== undefined) && <PicturesSwitch />}
      <Loaded query={senders}>
        {(found) =>
          found.length === 0 ? (
            <Nothing title={words.none}>{words.noneFix}</Nothing>
          ) : (
            <SenderList senders={found} onChange={choose} />
          )
        }
      </Loaded>
      <Section title={chosen === undefined ? words.newOne : words.changeTitle(chosen.id)}>
        <SenderForm key={chosen?.id ?? ''} known={chosen} onLeave={() => choose(undefined)} />
      </Section>
    </Page>
  );
}
