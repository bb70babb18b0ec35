import ipaddr from 'ipaddr.js';
import type { EgressPolicy } from './port.ts';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address in its usual notation, or null: no octal, hexadecimal or shortened IPv4, no zone id. */
export const parseAddress = (text: string): Address | null => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes('%') || !ipaddr.IPv6.isValid(text) ? null : ipaddr.IPv6.parse(text);
};

/** True when `address` lies in `range` (`10.0.0.0/8`); never across the two families. */
export const inRange = (address: Address, range: string): boolean => {
  const [base, bits] = ipaddr.parseCIDR(range);
  return address.kind() === base.kind() && address.match(base, bits);
};

/** True when the policy's allow list names this host, by itself or by `*.` and one of its parents. */
export const allowsHost = (policy: EgressPolicy, host: string): boolean =>
  policy.allow.some((entry) => {
    const pattern = entry.trim().toLowerCase();
    return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
  });

/** True when the policy's allow list names this address, by itself or by a CIDR. */
export const allowsAddress = (policy: EgressPolicy, address: Address): boolean =>
  policy.allow.some((entry) => {
    const text = entry.trim();
    if (ipaddr.isValidCIDR(text)) return inRange(address, text);
    return parseAddress(text)?.toNormalizedString() === address.toNormalizedString();
  });
