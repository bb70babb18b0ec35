import { isThisMachine, judgeHost } from './host-rules.ts';
import type { EgressPolicy, UrlRefusal, UrlVerdict } from './port.ts';
import { holdsCredential } from './url-credential.ts';

const maxLength = 2048;
/** The authority as it stands in the text: `https:example.com` and `https:///example.com` are no URLs here. */
const start = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;
const nonAscii = /[^\p{ASCII}]/u;

/** The Fetch Standard's blocked ports (https://fetch.spec.whatwg.org/#port-blocking), and 0. */
const blockedPorts = new Set(
  `0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119
  123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990
  993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080`.split(
    /\s+/,
  ),
);

const notAUrl: UrlRefusal = {
  reason: 'not_a_url',
  detail: 'That is not a complete URL. One looks like `https://mcp.example.com/mcp`.',
};
const tooLong: UrlRefusal = { reason: 'too_long', detail: 'The URL is longer than 2,048 characters.' };

const judgeText = (raw: string): UrlRefusal | null => {
  if (raw.length > maxLength) return tooLong;
  if (unseen.test(raw))
    return {
      reason: 'characters',
      detail: 'The URL holds a space, a line break or an invisible character; give it without them.',
    };
  if (raw.includes('\\'))
    return { reason: 'characters', detail: 'The URL holds a backslash; write `/` instead.' };
  return null;
};

const judgeScheme = (url: URL, policy: EgressPolicy): UrlRefusal | null => {
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:')
    return {
      reason: 'scheme',
      detail:
        'Only servers reached over the web can be used: the URL begins with `https://`, or with `http://` for this machine.',
    };
  if (!isThisMachine(url.hostname))
    return {
      reason: 'https_only',
      detail: 'Another machine is reached over https only: give the `https://` URL of the server.',
    };
  return policy.mode === 'private'
    ? null
    : {
        reason: 'https_only',
        detail:
          'Plain http to this machine is not allowed: it needs CONCIERGE_EGRESS=private, set by whoever runs Concierge.',
      };
};

const judgeAuthority = (authority: string, url: URL): UrlRefusal | null => {
  if (authority === '') return notAUrl;
  if (authority.includes('@') || url.username !== '' || url.password !== '')
    return {
      reason: 'user_info',
      detail:
        'The URL holds a user name or password. Leave them out and give the credential as a bearer token or a header instead.',
    };
  if (authority.includes('%'))
    return { reason: 'characters', detail: 'The host holds a percent sign; write its name out.' };
  if (nonAscii.test(authority) && !url.hostname.includes('xn--'))
    return {
      reason: 'characters',
      detail: 'The host holds look-alike characters; type it in plain letters.',
    };
  return null;
};

const judgeParsed = (raw: string, authority: string, url: URL, policy: EgressPolicy): UrlRefusal | null => {
  const refusal = judgeScheme(url, policy) ?? judgeAuthority(authority, url);
  if (refusal !== null) return refusal;
  if (raw.includes('#'))
    return { reason: 'fragment', detail: 'The URL has a fragment; leave out `#` and what follows it.' };
  if (blockedPorts.has(url.port))
    return {
      reason: 'port',
      detail: `Port ${url.port} belongs to another protocol; use the server's web port.`,
    };
  if (holdsCredential(url.searchParams))
    return {
      reason: 'credential_in_url',
      detail:
        'The URL seems to hold a credential in its query. Leave it out and give it as a bearer token or a custom header instead.',
    };
  return url.href.length > maxLength ? tooLong : judgeHost(url.hostname, policy);
};

/**
 * Judges a URL by its text alone (rules E2 and E6): the raw string and what it parses to, since the two can
 * differ. Nothing is looked up. A refusal's `detail` never repeats a secret.
 */
export const judgeUrl = (raw: string, policy: EgressPolicy): UrlVerdict => {
  const textual = judgeText(raw);
  if (textual !== null) return { ok: false, refusal: textual };
  const authority = start.exec(raw)?.[1];
  const url = URL.parse(raw);
  if (authority === undefined || url === null) return { ok: false, refusal: notAUrl };
  const refusal = judgeParsed(raw, authority, url, policy);
  return refusal === null ? { ok: true, url } : { ok: false, refusal };
};
