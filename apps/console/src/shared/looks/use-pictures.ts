import { useSessionStorage } from '@mantine/hooks';

/** Whether pictures at addresses of others are fetched, until the tab is closed: nobody is told by it unasked. */
export function usePictures(): readonly [isShown: boolean, show: (isShown: boolean) => void] {
  const [isShown, show] = useSessionStorage({ key: 'hermod-pictures', defaultValue: false });
  return [isShown, show];
}
