import { DrizzleQueryError } from 'drizzle-orm';

/**
 * Makes what a failed query throws say which statement and which constraint, and nothing of the values: they are
 * names, passwords and texts, and whoever prints an error nobody caught (the server does) would print them.
 * PostgreSQL itself quotes values in `detail` and `where`. Doing it twice changes nothing.
 */
export function quietQueryErrors(): void {
  Object.defineProperties(DrizzleQueryError.prototype, {
    params: {
      configurable: true,
      get: () => undefined,
      set(this: Error) {
        this.message = this.message.split('\nparams:')[0] ?? '';
      },
    },
    cause: {
      configurable: true,
      get: () => undefined,
      set(this: Error, cause: unknown) {
        if (cause instanceof Error) for (const told of TELLING) Reflect.deleteProperty(cause, told);
        Object.defineProperty(this, 'cause', { value: cause, configurable: true, writable: true });
      },
    },
  });
}

const TELLING = ['detail', 'where', 'internal_query'];
