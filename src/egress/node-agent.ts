import { lookup as lookupName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isLoopback, judgeAddress } from './address-rules.ts';
import { allowsHost } from './allow-list.ts';
import { egressFailure, toEgressError } from './failures.ts';
import type { EgressPolicy } from './port.ts';

export type Resolve = (host: string) => Promise<string[]>;

export type GuardedAgentOptions = {
  policy: EgressPolicy;
  resolve: Resolve;
  connect_timeout_ms: number;
  dns_timeout_ms: number;
};

const connectionLifetimeMs = 60_000;
const maxHeaderBytes = 16 * 1024;

/** The system's own resolver: /etc/hosts, VPN and search domains included. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookupName(host, { all: true })).map(({ address }) => address);

const withinMs = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(egressFailure('name_not_found')), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

/** Every address of a name, all of them judged; one bad answer refuses the name (rule E3). */
const resolveJudged = async (host: string, options: GuardedAgentOptions): Promise<string[]> => {
  const { policy, resolve, dns_timeout_ms } = options;
  const addresses = await withinMs(dns_timeout_ms, resolve(host));
  if (addresses.length === 0) throw egressFailure('name_not_found');
  const isReachable = (ip: string): boolean =>
    judgeAddress(ip, policy, allowsHost(policy, host)) === 'reachable' &&
    // Plain http is granted to `localhost` by its name, so the name must keep its word.
    (host !== 'localhost' || isLoopback(ip));
  if (!addresses.every(isReachable)) throw egressFailure('address_refused');
  return addresses;
};

/** A `lookup` hook: the socket connects to exactly the addresses that were judged, nothing is resolved twice. */
const createLookup =
  (options: GuardedAgentOptions): LookupFunction =>
  (host, { all }, callback) => {
    resolveJudged(host, options).then(
      (addresses) => {
        const [first, ...rest] = addresses.map((address) => ({ address, family: isIP(address) }));
        if (all) callback(null, [first!, ...rest]);
        else callback(null, first!.address, first!.family);
      },
      (error: unknown) => callback(toEgressError(error), []),
    );
  };

/**
 * An undici `Agent` that connects to judged addresses only. TLS verifies the name, whatever the environment
 * says; a connection serves at most a minute, then the name is resolved and judged again.
 */
export const createGuardedAgent = (options: GuardedAgentOptions): Agent => {
  const connect = buildConnector({
    lookup: createLookup(options),
    timeout: options.connect_timeout_ms,
    allowH2: false,
    rejectUnauthorized: true,
  });
  return new Agent({
    // A `lookup` hook is not called for an IP literal.
    connect: (target, callback) => {
      const { hostname } = target;
      const isRefused = isIP(hostname) !== 0 && judgeAddress(hostname, options.policy, false) !== 'reachable';
      if (isRefused) callback(egressFailure('address_refused'), null);
      else connect(target, callback);
    },
    allowH2: false,
    clientTtl: connectionLifetimeMs,
    keepAliveMaxTimeout: connectionLifetimeMs,
    maxHeaderSize: maxHeaderBytes,
    // The deadline of the exchange covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
};
