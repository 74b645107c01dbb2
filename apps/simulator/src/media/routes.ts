import type { FastifyInstance } from 'fastify';
import { mediaTypeOf, pictureOf } from './pictures.ts';

/** `GET` and `HEAD /media/{name}`: pictures as a shop's own server would have them. */
export function mediaRoutes(app: FastifyInstance): void {
  app.get<{ Params: { name: string } }>('/media/:name', ({ params }, reply) => {
    const picture = pictureOf(params.name);
    if (picture === undefined) return reply.code(404).send('there is no such picture');
    return reply
      .type(mediaTypeOf(`http://x/${params.name}`) ?? 'application/octet-stream')
      .header('cache-control', 'max-age=3600')
      .header('x-content-type-options', 'nosniff')
      .send(picture);
  });
}
