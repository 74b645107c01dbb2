import { Button } from '@mantine/core';
import { texts } from '../../texts.ts';
import { usePictures } from './use-pictures.ts';

/** Has pictures fetched from wherever they are, here and on every other page of this tab. */
export function PicturesSwitch() {
  const [isShown, show] = usePictures();
  return (
    <Button
      size="compact-sm"
      variant="default"
      title={texts.looks.picturesHint}
      onClick={() => show(!isShown)}
    >
      {isShown ? texts.looks.noPictures : texts.looks.pictures}
    </Button>
  );
}
