/** How a user's server wants to be authenticated. */
export const authKinds = ['none', 'bearer', 'header_token'] as const;
export type AuthKind = (typeof authKinds)[number];

const tokenCharacters = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
const reservedNames = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'cookie',
  'content-type',
  'origin',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'forwarded',
  'via',
  'x-real-ip',
  'last-event-id',
  'user-agent',
  'referer',
]);
const reservedPrefixes = ['mcp-', 'proxy-', 'accept', 'x-forwarded-', 'sec-'];
const maxCredentialBytes = 8 * 1024;

/** Why a custom header name cannot be used, as a sentence, or null when it can (RFC 9110 field names; rule S4). */
export const headerNameProblem = (name: string): string | null => {
  if (!tokenCharacters.test(name))
    return 'A header name has letters, digits and hyphens only, without spaces or a colon, such as `X-Api-Key`.';
  const lower = name.toLowerCase();
  if (reservedNames.has(lower) || reservedPrefixes.some((prefix) => lower.startsWith(prefix)))
    return 'That header is set by the protocol itself; use the one your server reads its key from, such as `X-Api-Key`.';
  return null;
};

/** Why a credential cannot be used, as a sentence that never repeats it, or null when it can (rule S4). */
export const credentialProblem = (value: string): string | null => {
  const text = value.trim();
  if (text === '') return 'The credential is empty.';
  if (text.length > maxCredentialBytes) return 'The credential is longer than 8 KiB.';
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text))
    return 'The credential has characters that an HTTP header cannot carry: only visible ASCII characters and inner spaces are allowed.';
  return null;
};

/** What people paste around a credential is dropped: outer space, one pair of quotes, a leading `Bearer `. */
export const normalizeCredential = (value: string): string => {
  const unquoted = value
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
  return unquoted
    .replace(/^bearer\s+/i, '')
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
};
