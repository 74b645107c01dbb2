import { Controller, Get, Inject } from '@nestjs/common';
import type { SystemView } from './system-view.ts';

/** Token of the view, which the configuration decides. */
export const SYSTEM_VIEW = Symbol('SYSTEM_VIEW');

/** `GET /v1/system`: what the console has to know before it shows anything. Any key may ask. */
@Controller('v1/system')
export class SystemController {
  readonly #view: SystemView;
  constructor(@Inject(SYSTEM_VIEW) view: SystemView) {
    this.#view = view;
  }

  @Get()
  show(): SystemView {
    return this.#view;
  }
}
