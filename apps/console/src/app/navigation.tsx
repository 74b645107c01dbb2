import { Stack } from '@mantine/core';
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
  RunsIcon,
} from './icons.tsx';

const { nav } = texts;

/** The pages, in the order in which people need them. The phone is there only while there is a simulator. */
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
      <RouteNavLink to="/people" label={nav.people} leftSection={<PeopleIcon />} {...chosen} {...ACTIVE} />
      <RouteNavLink
        to="/journeys"
        label={nav.journeys}
        leftSection={<JourneysIcon />}
        {...chosen}
        {...ACTIVE}
      />
      <RouteNavLink to="/runs" label={nav.runs} leftSection={<RunsIcon />} {...chosen} {...ACTIVE} />
      <RouteNavLink
        to="/messages"
        label={nav.messages}
        leftSection={<MessagesIcon />}
        {...chosen}
        {...ACTIVE}
      />
      <RouteNavLink
        to="/dead-letters"
        label={nav.deadLetters}
        leftSection={<DeadLettersIcon />}
        {...chosen}
        {...ACTIVE}
      />
      <RouteNavLink to="/health" label={nav.health} leftSection={<HealthIcon />} {...chosen} {...ACTIVE} />
    </Stack>
  );
}

const ACTIVE = { activeProps: { active: true } };
