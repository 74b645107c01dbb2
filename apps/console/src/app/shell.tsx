import { AppShell, Burger, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { useSystem } from '../api/queries.ts';
import { session } from '../session/use-session.ts';
import { texts } from '../texts.ts';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';

const MAIN = 'main';

/** What stands around every page: where one is, where one can go, and the way out. */
export function Shell() {
  const [isOpen, menu] = useDisclosure();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className={classes['skip']} href={`#${MAIN}`}>
        {texts.shell.skip}
      </a>
      <AppShell.Header>
        <TopBar isOpen={isOpen} onToggle={menu.toggle} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={texts.nav.label}>
        <AppShell.Section grow>
          <Navigation onChosen={menu.close} />
        </AppShell.Section>
        <Version />
      </AppShell.Navbar>
      <AppShell.Main id={MAIN} tabIndex={-1} className={classes['main'] ?? ''}>
        <div className={classes['page']}>
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

interface TopBarProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The name, and on a narrow screen the way to the menu. */
function TopBar({ isOpen, onToggle }: TopBarProps) {
  return (
    <Group h="100%" px={{ base: 'xs', xs: 'md' }} justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        <Burger
          opened={isOpen}
          onClick={onToggle}
          hiddenFrom="md"
          size="sm"
          aria-label={isOpen ? texts.shell.closeMenu : texts.shell.openMenu}
          aria-expanded={isOpen}
        />
        <Logo />
      </Group>
      <Group gap="xs" wrap="nowrap">
        <ColorSchemeSwitch />
        <SignOut />
      </Group>
    </Group>
  );
}

function SignOut() {
  return (
    <Button variant="default" px={{ base: 'xs', xs: 'md' }} onClick={() => session.signOut()}>
      {texts.shell.signOut}
    </Button>
  );
}

function Version() {
  const { data } = useSystem();
  return data === undefined ? null : (
    <Text size="xs" c="dimmed" px="sm">
      {texts.shell.version(data.version)}
    </Text>
  );
}
