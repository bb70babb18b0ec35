import { ConciergeError } from '../errors.ts';

/** What a field of the API is called on the command line. */
const optionOf: Readonly<Record<string, string>> = {
  base_url: '--url',
  auth_kind: '--auth',
  auth_header: '--header',
  app_namespace: '--namespace',
  allowed_tools: '--allowed-tools',
  rate_cap_per_minute: '--rate-cap',
  expires_in_days: '--expires-in-days',
  system_prompt: '--system-prompt',
  tool_allowlist: '--allow',
  token: 'credential',
  header_token: 'header',
};
/** What is given by its place, not by a name: a sentence begins without it. */
const byPlace = /^`(?:name|slug|value|message)`: (.)/;

/** An error of the API in the words of the command line: its fields are options there. */
export const inWordsOfOptions = (error: unknown): unknown => {
  if (!(error instanceof ConciergeError)) return error;
  const message = error.message
    .replace(byPlace, (_, first: string) => first.toUpperCase())
    .replace(/`([a-z_]+)`/g, (whole, field: string) => (optionOf[field] ? `\`${optionOf[field]}\`` : whole));
  if (message === error.message) return error;
  return new ConciergeError(error.code, message, { data: error.data, cause: error });
};
