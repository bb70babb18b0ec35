import { Credential } from '../../src/domain/credential.ts';
import { createNodeEgress, type NodeEgressOptions } from '../../src/egress/node.ts';
import type { Egress } from '../../src/egress/port.ts';
import type { UpstreamLimits } from '../../src/upstream/limits.ts';
import { type Upstream, UpstreamError, type UpstreamTarget } from '../../src/upstream/port.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';

/** An upstream over the real guard, as on a laptop. */
export const startUpstream = (
  options: { limits?: Partial<UpstreamLimits>; now?: () => number } & Partial<NodeEgressOptions> = {},
): { upstream: Upstream; egress: Egress; close: () => Promise<void> } => {
  const { limits = {}, now = Date.now, ...guard } = options;
  const egress = createNodeEgress({ policy: { mode: 'private', allow: [] }, ...guard });
  const upstream = createUpstream({ egress, now, limits });
  return {
    upstream,
    egress,
    close: async () => {
      await upstream.close();
      await egress.close();
    },
  };
};

/** A source without a credential, unless the changes say otherwise. */
export const targetOf = (base_url: string, changes: Partial<UpstreamTarget> = {}): UpstreamTarget => ({
  data_source_id: 'ds_01JD0000000000000000000000',
  revision: '1',
  base_url,
  auth_kind: 'none',
  auth_header: null,
  credential: async () => null,
  era: null,
  ...changes,
});

export const bearerTarget = (base_url: string, token: string): UpstreamTarget =>
  targetOf(base_url, { auth_kind: 'bearer', credential: async () => new Credential(token) });

/** The `UpstreamError` that the work ends with. */
export const failureOf = async (work: Promise<unknown>): Promise<UpstreamError> => {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof UpstreamError))
    throw new Error(`expected an UpstreamError, got ${String(outcome)}`);
  return outcome;
};
