import { readFile } from 'node:fs/promises';
import { Controller, Get, Header } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';

/** Where the generated documents are: the same from `src` and from `dist`. */
const FOLDER = new URL('../../../../../docs/reference/', import.meta.url);

/** The API as documents for machines, as they are checked in. */
@Controller()
export class OpenApiController {
  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  openApi(): Promise<string> {
    return textOf('openapi.json');
  }

  @Get('asyncapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  asyncApi(): Promise<string> {
    return textOf('asyncapi.json');
  }
}

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(new URL(name, FOLDER), 'utf8');
  } catch (cause) {
    throw new HermodError('NOT_FOUND', `${name} is no part of this installation`, {
      fix: 'install docs/reference beside the gateway',
      cause,
    });
  }
}
