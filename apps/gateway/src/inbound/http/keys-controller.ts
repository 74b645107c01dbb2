import {
  type IssuedKey as IssuedKeyView,
  KeyInput,
  KeyPath,
  KeysQuery,
  type KeyRotation,
  type KeyView,
} from '@hermod/api';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { durationMs } from '@hermod/calendar';
import type { FastifyRequest } from 'fastify';
import { CreateKey, type IssuedKey } from '../../application/create-key.ts';
import { keyNotFound, withKeys } from '../../application/key-errors.ts';
import { RevokeKey } from '../../application/revoke-key.ts';
import { RotateKey } from '../../application/rotate-key.ts';
import { ApiKeys } from '../../storage/api-keys.ts';
import { callerOf } from './caller.ts';
import { jsonBody } from './json-body.ts';
import { KeyCursor, RotateBody, toKeyView } from './key-schemas.ts';

/** A page of keys, newest first. */
interface KeyPage {
  readonly keys: readonly KeyView[];
  readonly next?: string;
}

/** The keys to this door: made, listed, rotated, revoked. */
@Controller('v1/keys')
@Scopes('admin')
export class KeysController {
  readonly #keys: ApiKeys;
  readonly #createKey: CreateKey;
  readonly #rotateKey: RotateKey;
  readonly #revokeKey: RevokeKey;

  constructor(
    @Inject(ApiKeys) keys: ApiKeys,
    @Inject(CreateKey) createKey: CreateKey,
    @Inject(RotateKey) rotateKey: RotateKey,
    @Inject(RevokeKey) revokeKey: RevokeKey,
  ) {
    this.#keys = keys;
    this.#createKey = createKey;
    this.#rotateKey = rotateKey;
    this.#revokeKey = revokeKey;
  }

  /** The answer is the only one that ever shows the key. */
  @Post()
  async create(
    @Body({ schema: jsonBody(KeyInput) }) body: KeyInput,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKeyView> {
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    const { name, scopes, rateLimit } = body;
    const createdBy = callerOf(request).keyId;
    return issued(
      await this.#createKey.execute({ name, scopes, expiresAt, rateLimit, createdBy }, new Date()),
    );
  }

  /** All keys, newest first, also those that are no longer good. */
  @Get()
  async list(@Query({ schema: KeysQuery }) { limit, next, status }: KeysQuery): Promise<KeyPage> {
    const cursor = readCursor(next, KeyCursor);
    const before = cursor === undefined ? undefined : { createdAt: new Date(cursor[0]), id: cursor[1] };
    const rows = await withKeys(() => this.#keys.list({ state: status, before, limit: limit + 1 }));
    const { items, ...more } = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
    const now = new Date();
    return { keys: items.map((key) => toKeyView(key, now)), ...more };
  }

  @Get(':id')
  async show(@Param({ schema: KeyPath }) { id }: KeyPath): Promise<KeyView> {
    const key = await withKeys(() => this.#keys.find(id));
    if (key === undefined) throw keyNotFound(id);
    return toKeyView(key, new Date());
  }

  /** A new secret; the former one stays good for the overlap. */
  @Post(':id/rotate')
  @HttpCode(200)
  async rotate(
    @Param({ schema: KeyPath }) { id }: KeyPath,
    @Body({ schema: jsonBody(RotateBody) }) { overlap }: KeyRotation,
  ): Promise<IssuedKeyView> {
    return issued(await this.#rotateKey.execute(id, durationMs(overlap) ?? 0, new Date()));
  }

  /** Good on no instance two seconds from now at the latest. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param({ schema: KeyPath }) { id }: KeyPath): Promise<void> {
    await this.#revokeKey.execute(id, new Date());
  }
}

function issued({ key, text }: IssuedKey): IssuedKeyView {
  return { ...toKeyView(key, new Date()), key: text };
}
