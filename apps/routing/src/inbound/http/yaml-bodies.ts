import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Content types under which YAML travels (RFC 9512 and what was used before it). */
export const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'] as const;

/** Lets routes take YAML bodies, as text. */
@Injectable()
export class YamlBodies implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify: FastifyInstance = this.#host.httpAdapter.getInstance();
    fastify.addContentTypeParser([...YAML_TYPES], { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
  }
}
