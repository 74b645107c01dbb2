import { Controller, Get, Header } from '@nestjs/common';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hermod</title>
<h1>Hermod</h1>
<p>Turns domain events into messages that reach people, and knows whether they did.</p>
<ul>
<li><a href="/health/ready">Is everything ready?</a></li>
<li><a href="/metrics">Metrics</a></li>
</ul>
<p>Send events to <code>POST /v1/events</code> with <code>Authorization: Bearer &lt;key&gt;</code>.</p>
</html>
`;

/** The page that greets whoever opens the gateway in a browser. */
@Controller()
export class HomeController {
  @Get('/')
  @Header('content-type', 'text/html; charset=utf-8')
  home(): string {
    return PAGE;
  }
}
