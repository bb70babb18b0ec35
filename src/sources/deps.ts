import type { CredentialUse } from '../domain/credential-use.ts';
import type { Expecting } from '../domain/expected-version.ts';
import type { Egress } from '../egress/port.ts';
import type { RateLimit } from '../limits/port.ts';
import type { Store } from '../store/port.ts';
import type { Upstream } from '../upstream/port.ts';
import type { Vault } from '../vault/port.ts';

/** What the verbs of sources work on. */
export type SourcesDeps = {
  store: Store;
  vault: Vault;
  egress: Egress;
  upstream: Upstream;
  now: () => Date;
  /** The highest `rate_cap_per_minute` a source may ask for. */
  max_rate_cap_per_minute: number;
  /** Registrations per account, whichever way they come; left out: as many as one likes. */
  registrations?: RateLimit;
  /** Told of every check that took out a credential. */
  onUse?: (use: CredentialUse) => void;
};

/** One source, as a caller names it. */
export type SourceRef = { sandbox_id: string; data_source_id: string } & Expecting;
