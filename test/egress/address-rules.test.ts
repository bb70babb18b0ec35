import { describe, expect, it } from 'vitest';
import { type AddressVerdict, isLoopback, judgeAddress } from '../../src/egress/address-rules.ts';
import { inPrivate, inPublic } from './url-table.ts';

type Row = readonly [ip: string, inPublic: AddressVerdict, inPrivate: AddressVerdict];

const rows = (inPublicly: AddressVerdict, inPrivately: AddressVerdict, ...ips: string[]): Row[] =>
  ips.map((ip) => [ip, inPublicly, inPrivately]);

const table: readonly Row[] = [
  ...rows('reachable', 'reachable', '8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.15.255.255'),
  ...rows(
    'reachable',
    'reachable',
    '172.32.0.0',
    '192.167.255.255',
    '11.0.0.0',
    '169.253.255.255',
    '223.255.255.255',
  ),
  ...rows(
    'reachable',
    'reachable',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '2a00::1',
    '2001:200::1',
    '3ffe::1',
  ),
  ...rows(
    'not_public',
    'reachable',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
  ),
  ...rows('not_public', 'reachable', '127.0.0.1', '127.255.255.254', '::1', '100.64.0.1', '100.127.255.255'),
  ...rows('not_public', 'reachable', 'fc00::1', 'fd12:3456::1', 'fdff::1'),
  ...rows('not_public', 'not_public', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '240.0.0.1'),
  ...rows(
    'not_public',
    'not_public',
    '192.0.0.1',
    '192.88.99.1',
    '2001:db8::1',
    '3fff::1',
    '2001:2::1',
    '2001:10::1',
  ),
  ...rows('not_public', 'not_public', '100::1', 'fec0::1', '4000::1', '5f00::1', '64:ff9b::808:808'),
  ...rows(
    'not_public',
    'not_public',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
  ),
  ...rows(
    'never',
    'never',
    '169.254.0.1',
    '169.254.169.254',
    '169.254.255.255',
    '168.63.129.16',
    '100.100.100.200',
  ),
  ...rows(
    'never',
    'never',
    'fe80::1',
    'febf::1',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    '192.0.0.192',
  ),
  ...rows(
    'never',
    'never',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '255.255.255.255',
    '224.0.0.1',
    '239.1.1.1',
    'ff02::1',
  ),
  ...rows(
    'never',
    'never',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '::169.254.169.254',
  ),
  ...rows(
    'never',
    'never',
    '2002:a9fe:a9fe::1',
    '2001:0:1::1',
    '64:ff9b:1::a83f:8110',
    '::ffff:0:169.254.169.254',
  ),
  ...rows(
    'never',
    'never',
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    'fe80::1%eth0',
    '1.2.3',
  ),
];

describe('the address table', () => {
  it.each(table)('says of %s: %s in public, %s in private', (ip, publicly, privately) => {
    expect(judgeAddress(ip, inPublic, false)).toBe(publicly);
    expect(judgeAddress(ip, inPrivate, false)).toBe(privately);
  });

  it.each(table)('opens %s through its host unless it is never reached', (ip, publicly) => {
    expect(judgeAddress(ip, inPublic, true)).toBe(publicly === 'never' ? 'never' : 'reachable');
  });

  it.each(table)('opens %s through the widest ranges unless it is never reached', (ip, publicly) => {
    const wide = { mode: 'public', allow: ['0.0.0.0/0', '::/0'] } as const;
    expect(judgeAddress(ip, wide, false)).toBe(publicly === 'never' ? 'never' : 'reachable');
  });

  it('covers at least 60 addresses, each once', () => {
    expect(new Set(table.map(([ip]) => ip)).size).toBe(table.length);
    expect(table.length).toBeGreaterThanOrEqual(60);
  });
});

describe('loopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['::ffff:127.0.0.1', false],
    ['localhost', false],
  ])('%s: %s', (ip, expected) => {
    expect(isLoopback(ip)).toBe(expected);
  });
});
