import { sessionLifetimeMs } from '../agents/runs/session.ts';
import { usesKeptMs } from '../audit/uses.ts';
import { keys } from '../store/keys.ts';

/** Moved for good, moved with so many ms to live from then on, or left behind because it lasts minutes. */
export type Moving = 'kept' | 'left' | { ttl_ms: number };

/** A kind that is missing here does not compile. */
const ofAccounts = {
  account: 'kept',
  apiKey: 'kept',
  sandbox: 'kept',
  sandboxName: 'kept',
  source: 'kept',
  label: 'kept',
  namespace: 'kept',
  idempotency: 'kept',
  link: 'left',
  attempt: 'left',
  attemptBeat: 'left',
  secret: 'kept',
  stagedSecret: 'left',
  agent: 'kept',
  session: 'kept',
  turnLock: 'left',
  run: 'kept',
  agentRun: 'kept',
  agentSession: { ttl_ms: sessionLifetimeMs },
  runBeat: 'left',
  audit: 'kept',
  credentialUse: { ttl_ms: usesKeptMs },
} satisfies Record<Exclude<keyof typeof keys, 'system'>, Moving>;

/** The check of the vault is each store's own. */
const ofSystem = {
  apiKey: 'kept',
  signInCode: 'left',
  pageSession: 'left',
  account: 'kept',
  firstAccount: 'kept',
  vaultCheck: 'left',
  doctor: 'left',
} satisfies Record<keyof typeof keys.system, Moving>;

type MakeKey = (...parts: string[]) => string;

/** `{account}/<kind>/…` → `<kind>`. */
const kindOf = (key: string): string => key.split('/')[1] ?? '';

const byKind = (makers: Record<string, MakeKey>, movings: Record<string, Moving>) =>
  new Map(
    Object.entries(movings).map(([name, moving]) => [kindOf(makers[name]!('x', 'x', 'x', 'x')), moving]),
  );

const { system, ...own } = keys;
const kinds = {
  own: byKind(own as unknown as Record<string, MakeKey>, ofAccounts),
  system: byKind(system as unknown as Record<string, MakeKey>, ofSystem),
};

/** What becomes of an entry; one of a kind that is not known is left. */
export const movingOf = (key: string): Moving =>
  (key.startsWith('{system}/') ? kinds.system : kinds.own).get(kindOf(key)) ?? 'left';
