import { Controller, Get, Header } from '@nestjs/common';
import { readGeneratedDocument } from './generated-document.ts';

/** The API as documents for machines, as they are checked in. */
@Controller()
export class OpenApiController {
  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  openApi(): Promise<string> {
    return readGeneratedDocument('openapi.json');
  }

  @Get('asyncapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  asyncApi(): Promise<string> {
    return readGeneratedDocument('asyncapi.json');
  }
}
