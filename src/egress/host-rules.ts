import { judgeAddress } from './address-rules.ts';
import { allowsHost } from './allow-list.ts';
import type { EgressPolicy, UrlRefusal } from './port.ts';

const maxHostLength = 253;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const unresolvable = ['onion', 'invalid'];
const privateSuffixes = [
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'svc',
  'cluster.local',
  'consul',
  'corp',
  'lan',
  'intranet',
  'home',
  'localdomain',
];

const endsIn = (host: string, suffixes: readonly string[]): boolean =>
  suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));

const addressOf = (host: string): string | null => {
  if (host.startsWith('[')) return host.slice(1, -1);
  return /^\d+(?:\.\d+){3}$/.test(host) ? host : null;
};

const howToOpen = (named: string): string =>
  `Whoever runs Concierge can open it by adding \`${named}\` to CONCIERGE_EGRESS_ALLOW.`;

const judgeLiteral = (ip: string, policy: EgressPolicy): UrlRefusal | null => {
  const verdict = judgeAddress(ip, policy, false);
  if (verdict === 'reachable') return null;
  if (verdict === 'never')
    return {
      reason: 'address',
      detail: `${ip} is a link-local, metadata or unusable address; no setting opens it.`,
    };
  return policy.mode === 'private'
    ? { reason: 'address', detail: `${ip} is a reserved address; use the server's own address.` }
    : { reason: 'address', detail: `${ip} is not a public address. ${howToOpen(ip)}` };
};

const judgeName = (host: string, policy: EgressPolicy): UrlRefusal | null => {
  const labels = host.split('.');
  if (host.length > maxHostLength || !labels.every((part) => label.test(part)))
    return {
      reason: 'host',
      detail:
        'The host of the URL is not a legal name: letters, digits, inner hyphens and single dots, such as `mcp.example.com`.',
    };
  if (allowsHost(policy, host)) return null;
  if (endsIn(host, unresolvable))
    return { reason: 'private_name', detail: `\`${host}\` is a name that no DNS server knows.` };
  if (policy.mode === 'private') return null;
  if (labels.length === 1 || endsIn(host, privateSuffixes))
    return {
      reason: 'private_name',
      detail: `\`${host}\` is a name of a private network. ${howToOpen(host)}`,
    };
  return null;
};

/** Judges the host of a parsed URL: an address by the table, a name by its labels and suffix (rule E2). */
export const judgeHost = (hostname: string, policy: EgressPolicy): UrlRefusal | null => {
  const ip = addressOf(hostname);
  return ip === null ? judgeName(hostname, policy) : judgeLiteral(ip, policy);
};

/** True when the host is this machine by its text: `localhost`, 127.0.0.0/8 or `[::1]`. */
export const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' || /^127(?:\.\d+){3}$/.test(hostname) || hostname === '[::1]';
