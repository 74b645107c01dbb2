import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { texts } from '../texts.ts';
import { AutoIcon, MoonIcon, SunIcon } from './icons.tsx';

const ICONS: Readonly<Record<MantineColorScheme, () => React.JSX.Element>> = {
  light: SunIcon,
  dark: MoonIcon,
  auto: AutoIcon,
};

/** Light, dark, or as the system has it. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = ICONS[colorScheme];
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={texts.shell.colorScheme}>
          <Current />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(ICONS) as MantineColorScheme[]).map((scheme) => {
          const Choice = ICONS[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Choice />}
              onClick={() => setColorScheme(scheme)}
              fw={scheme === colorScheme ? 650 : undefined}
            >
              {texts.shell.schemes[scheme]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
