import type { Credential } from '../domain/credential.ts';
import type { Source } from '../domain/source.ts';
import { isConciergeError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { UpstreamTarget } from '../upstream/port.ts';
import { UpstreamError } from '../upstream/port.ts';
import type { SealedSecret, SecretPlace } from '../vault/port.ts';
import type { SourcesDeps } from './deps.ts';

export const secretPlace = ({
  user_id,
  sandbox_id,
  data_source_id,
}: Pick<Source, 'user_id' | 'sandbox_id' | 'data_source_id'>): SecretPlace => ({
  user_id,
  sandbox_id,
  holder_id: data_source_id,
  field: 'credential',
});

const credentialMissing = (): UpstreamError =>
  new UpstreamError('credential_missing', 'No credential is stored for this source; give it a new one.');

const openCredential = async (
  { store, vault }: Pick<SourcesDeps, 'store' | 'vault'>,
  source: Source,
): Promise<Credential | null> => {
  if (source.auth_kind === 'none') return null;
  const { user_id, sandbox_id, data_source_id } = source;
  const secret = await store.get<SealedSecret>(keys.secret(user_id, sandbox_id, data_source_id));
  // The row is read after the secret: while its revision is ours, the secret belongs to our URL (rule S5).
  const row = await store.get<Source>(keys.source(user_id, sandbox_id, data_source_id));
  if (secret === null || row?.value.connection_revision !== source.connection_revision) {
    throw credentialMissing();
  }
  try {
    return await vault.open(secret.value, secretPlace(source));
  } catch (error) {
    if (!isConciergeError(error, 'internal')) throw error;
    throw new UpstreamError(
      'credential_missing',
      'The stored credential can no longer be opened; give this source a new one.',
      { cause: error },
    );
  }
};

/**
 * The source as the upstream client needs it. Its credential is opened when a connection is made, and only
 * while the source still has the connection that was read.
 */
export const sourceTarget = (deps: Pick<SourcesDeps, 'store' | 'vault'>, source: Source): UpstreamTarget => ({
  data_source_id: source.data_source_id,
  revision: String(source.connection_revision),
  base_url: source.base_url,
  auth_kind: source.auth_kind,
  auth_header: source.auth_header,
  credential: () => openCredential(deps, source),
  era: source.era,
});
