import type { FlowEntry } from '@hermod/contracts';
import {
  applyDecorators,
  type ArgumentsHost,
  Catch,
  type RpcExceptionFilter,
  UseFilters,
} from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

/** Nest's own filter turns every error into "Internal server error"; the runner has to see the real one. */
@Catch()
class PassErrorsOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks the method of a controller that handles the facts of an entry: called once per unit of work with
 * `(facts: readonly Received<T>[], unit: UnitOfWork)`, on whichever lane they came.
 */
export function OnFacts(entry: FlowEntry): MethodDecorator {
  return applyDecorators(EventPattern<string>(entry.topic), UseFilters(new PassErrorsOn()));
}
