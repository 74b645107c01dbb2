import { Badge, Stack } from '@mantine/core';
import { useOpenReviews } from '../api/consent-queries.ts';
import { useSystem } from '../api/queries.ts';
import { RouteNavLink } from '../shared/link.tsx';
import { texts } from '../texts.ts';
import {
  DeadLettersIcon,
  HealthIcon,
  JourneysIcon,
  MessagesIcon,
  PeopleIcon,
  PhoneIcon,
  PolicyIcon,
  ReviewsIcon,
  RunsIcon,
  SendersIcon,
  TemplatesIcon,
  UnmatchedIcon,
} from './icons.tsx';

const { nav } = texts;

/** The pages, in the order in which people need them. */
const PAGES = [
  { to: '/people', label: nav.people, Icon: PeopleIcon },
  { to: '/reviews', label: nav.reviews, Icon: ReviewsIcon },
  { to: '/policy', label: nav.policy, Icon: PolicyIcon },
  { to: '/journeys', label: nav.journeys, Icon: JourneysIcon },
  { to: '/templates', label: nav.templates, Icon: TemplatesIcon },
  { to: '/senders', label: nav.senders, Icon: SendersIcon },
  { to: '/runs', label: nav.runs, Icon: RunsIcon },
  { to: '/messages', label: nav.messages, Icon: MessagesIcon },
  { to: '/unmatched', label: nav.unmatched, Icon: UnmatchedIcon },
  { to: '/dead-letters', label: nav.deadLetters, Icon: DeadLettersIcon },
  { to: '/health', label: nav.health, Icon: HealthIcon },
] as const;

const ACTIVE = { activeProps: { active: true } };

/** The way to each page. The phone is there only while there is a simulator. */
export function Navigation({ onChosen }: { readonly onChosen: () => void }) {
  const { data: system } = useSystem();
  const chosen = { onClick: onChosen };
  return (
    <Stack gap={4}>
      {system?.simulator !== false && (
        <RouteNavLink
          to="/"
          label={nav.phone}
          leftSection={<PhoneIcon />}
          activeOptions={{ exact: true }}
          {...chosen}
          {...ACTIVE}
        />
      )}
      {PAGES.map(({ to, label, Icon }) => (
        <RouteNavLink
          key={to}
          to={to}
          label={label}
          leftSection={<Icon />}
          rightSection={to === '/reviews' ? <OpenReviews /> : undefined}
          {...chosen}
          {...ACTIVE}
        />
      ))}
    </Stack>
  );
}

/** How many texts wait to be read; nothing while there are none. */
function OpenReviews() {
  const { data: open } = useOpenReviews();
  if (open === undefined || open === '0') return null;
  return (
    <Badge variant="light" color="orange" size="sm" aria-label={nav.openReviews(open)}>
      {open}
    </Badge>
  );
}
