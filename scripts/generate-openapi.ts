import { type ApiDeps, createApi } from '../src/http/api.ts';
import { openApiDocument } from '../src/http/openapi.ts';

/** The API as a server with the default settings has it. Making its routes uses no adapter. */
export const apiWithoutAdapters = () =>
  createApi({ sources: { max_rate_cap_per_minute: 600 } } as unknown as ApiDeps, {
    loopbackOnly: true,
    publicUrl: null,
    corsOrigins: [],
  });

/** `docs/openapi.json`: what a server with the default settings answers at `/openapi.json`. */
export const openApiFile = (): string =>
  `${JSON.stringify(openApiDocument(apiWithoutAdapters().routes), null, 2)}\n`;
