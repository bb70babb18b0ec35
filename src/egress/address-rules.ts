import { type Address, allowsAddress, inRange, parseAddress } from './allow-list.ts';
import type { EgressPolicy } from './port.ts';

/** `not_public`: the policy could open it. `never`: no setting does. */
export type AddressVerdict = 'reachable' | 'not_public' | 'never';

const publicIpv6 = '2000::/3';
const notPublicIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const neverRanges = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast', '6to4', 'teredo']);
/** Where clouds answer with the credentials of the machine, beside 169.254.0.0/16. */
const metadata = [
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
];
/** IPv6 ranges whose last 32 bits are an IPv4 address that is reached through them. */
const ipv4Carriers = ['::ffff:0:0/96', '::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'];

const privateRanges = new Set(['private', 'carrierGradeNat', 'uniqueLocal', 'loopback']);

const isPublic = (address: Address): boolean => {
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  return inRange(address, publicIpv6) && !notPublicIpv6.some((range) => inRange(address, range));
};

const carriedIpv4 = (address: Address): Address | null => {
  if (address.range() === 'loopback' || !ipv4Carriers.some((range) => inRange(address, range))) return null;
  return parseAddress(address.toByteArray().slice(-4).join('.'));
};

const isNever = (address: Address): boolean => {
  const carried = carriedIpv4(address);
  return (
    neverRanges.has(address.range()) ||
    metadata.some((range) => inRange(address, range)) ||
    (carried !== null && isNever(carried))
  );
};

/** True for 127.0.0.0/8 and ::1, in their usual notation. */
export const isLoopback = (ip: string): boolean => parseAddress(ip)?.range() === 'loopback';

/**
 * Judges one address (rule E3). `hostAllowed`: the allow list names the host it belongs to.
 * What is not an address in its usual notation is never reached.
 */
export const judgeAddress = (ip: string, policy: EgressPolicy, hostAllowed: boolean): AddressVerdict => {
  const address = parseAddress(ip);
  if (address === null || isNever(address)) return 'never';
  const isOpen =
    isPublic(address) ||
    hostAllowed ||
    (policy.mode === 'private' && privateRanges.has(address.range())) ||
    allowsAddress(policy, address);
  return isOpen ? 'reachable' : 'not_public';
};
