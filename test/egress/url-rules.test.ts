import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAddress } from '../../src/egress/address-rules.ts';
import type { EgressPolicy } from '../../src/egress/port.ts';
import { judgeUrl } from '../../src/egress/url-rules.ts';
import { allowRows, inPrivate, inPublic, urlRows, type Verdict } from './url-table.ts';

const verdictOf = (url: string, policy: EgressPolicy): Verdict => {
  const verdict = judgeUrl(url, policy);
  return verdict.ok ? 'ok' : verdict.refusal.reason;
};

const detailOf = (url: string, policy: EgressPolicy): string => {
  const verdict = judgeUrl(url, policy);
  return verdict.ok ? '' : verdict.refusal.detail;
};

describe('the rule for URLs', () => {
  it.each(urlRows)('judges %j: %s in public, %s in private', (url, publicly, privately) => {
    expect(verdictOf(url, inPublic)).toBe(publicly);
    expect(verdictOf(url, inPrivate)).toBe(privately);
  });

  it.each(allowRows)('with %j allowed in public, judges %j: %s', (allow, url, verdict) => {
    expect(verdictOf(url, { mode: 'public', allow: [allow] })).toBe(verdict);
  });

  it('covers more than 120 URLs', () => {
    expect(new Set(urlRows.map(([url]) => url)).size).toBe(urlRows.length);
    expect(urlRows.length).toBeGreaterThan(120);
  });

  it('gives the parsed URL of an accepted one', () => {
    const verdict = judgeUrl('https://MCP.example.com/mcp?lang=de', inPublic);
    expect(verdict.ok && verdict.url.href).toBe('https://mcp.example.com/mcp?lang=de');
  });
});

describe('what a refusal says', () => {
  it.each([
    ['http://mcp.example.com/', inPublic, /https/],
    ['http://mcp.example.com/', inPrivate, /https/],
    ['http://localhost:3000/', inPublic, /Plain http to this machine .*CONCIERGE_EGRESS=private/],
    ['https://mcp.acme.internal/', inPublic, /mcp\.acme\.internal.*CONCIERGE_EGRESS_ALLOW/],
    ['https://10.0.0.5/', inPublic, /10\.0\.0\.5.*CONCIERGE_EGRESS_ALLOW/],
    ['https://169.254.169.254/', inPublic, /no setting opens it/],
    ['https://mcp.example.com/?api_key=abcd1234efgh', inPublic, /header/],
    ['https://user:pass@mcp.example.com/', inPublic, /header/],
    ['https://mcp.example.com:22/', inPublic, /22/],
  ] as const)('of %j in %j matches %s', (url, policy, pattern) => {
    expect(detailOf(url, policy)).toMatch(pattern);
  });

  it('never repeats a secret', () => {
    for (const url of ['https://joe:S3cretS3cret@a.example/', 'https://a.example/?token=S3cretS3cret'])
      expect(detailOf(url, inPublic)).not.toMatch(/S3cret|joe/);
  });

  it.each(urlRows)('is one or two plain sentences for %j', (url) => {
    for (const policy of [inPublic, inPrivate]) expect(detailOf(url, policy)).toMatch(/^$|^[^\n]{10,200}\.$/);
  });
});

const hosts = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6().map((ip) => `[${ip}]`),
  fc.ipV4().map((ip) => `[::ffff:${ip}]`),
  fc.domain(),
  fc.constantFrom(
    'localhost',
    'LOCALHOST',
    'mcp.local',
    'mcpbox',
    '127.1',
    '0x7f.1',
    '１２７.1',
    'a.internal',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const urlTexts = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('https://', 'http://', 'https:', 'HTTPS:\\\\'),
      hosts,
      fc.constantFrom('', '.', ':443', '/x'),
    )
    .map((parts) => parts.join('')),
  fc.webUrl({ withQueryParameters: true }),
  fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
);

describe('every string accepted in public mode', () => {
  it('parses to https and a public host', () => {
    const addressOrName = /^\[(.*)\]$|^(\d+\.\d+\.\d+\.\d+)$/;
    fc.assert(
      fc.property(urlTexts, (text) => {
        if (!judgeUrl(text, inPublic).ok) return;
        const { protocol, hostname, username } = new URL(text);
        const literal = addressOrName.exec(hostname);
        const ip = literal?.[1] ?? literal?.[2];
        expect([protocol, username]).toEqual(['https:', '']);
        if (ip === undefined) expect(hostname).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
        else expect(judgeAddress(ip, inPublic, false)).toBe('reachable');
        expect(hostname).not.toMatch(/(^|\.)(localhost|local|internal|lan|corp|home|svc|onion)$/);
      }),
      { numRuns: 3_000 },
    );
  });
});
