import type { AuthKind } from '../domain/auth.ts';
import { credentialProblem, normalizeCredential } from '../domain/auth.ts';
import { Credential } from '../domain/credential.ts';
import type { Source } from '../domain/source.ts';
import type { Egress } from '../egress/port.ts';
import { validationError } from '../errors.ts';
import type { WantedFields } from './fields.ts';

export type Connection = Pick<Source, 'base_url' | 'auth_kind' | 'auth_header' | 'has_credential'>;
type Wanted = Pick<WantedFields, 'base_url' | 'auth_kind' | 'auth_header'>;

const judgedUrl = (egress: Egress, raw: string): URL => {
  const verdict = egress.judge(raw);
  if (!verdict.ok) throw validationError('base_url', verdict.refusal.detail);
  return verdict.url;
};

const headerAfter = (present: Connection | null, wanted: Wanted, kind: AuthKind): string | null => {
  if (kind !== 'header_token') {
    if (wanted.auth_header) {
      throw validationError('auth_header', '`auth_header` belongs to `auth_kind` `header_token` only.');
    }
    return null;
  }
  const header = wanted.auth_header === undefined ? present?.auth_header : wanted.auth_header;
  if (header) return header;
  throw validationError(
    'auth_header',
    '`auth_header` is required with `header_token`: the name of the header your server reads its key from.',
  );
};

/**
 * The connection after a change; `present` is null for a new source. A credential stays only with its origin
 * and its auth scheme (rule S5); another scheme wants a new one. Throws `validation`.
 */
export const connectionAfter = (
  egress: Egress,
  present: Connection | null,
  wanted: Wanted,
  tokenGiven: boolean,
): Connection => {
  const base_url = wanted.base_url ?? present?.base_url ?? '';
  const auth_kind = wanted.auth_kind ?? present?.auth_kind ?? 'none';
  const moved =
    base_url !== present?.base_url &&
    judgedUrl(egress, base_url).origin !== (present && new URL(present.base_url).origin);
  if (auth_kind === 'none' && tokenGiven) {
    throw validationError('token', 'A `token` is refused with `auth_kind` `none`; leave one of them out.');
  }
  const auth_header = headerAfter(present, wanted, auth_kind);
  if (auth_kind !== 'none' && auth_kind !== present?.auth_kind && !tokenGiven) {
    throw validationError('token', `\`token\` is required with \`auth_kind\` \`${auth_kind}\`.`);
  }
  const kept = present?.auth_kind === auth_kind && present.has_credential && !moved;
  return {
    base_url,
    auth_kind,
    auth_header,
    has_credential: tokenGiven || (auth_kind !== 'none' && kept),
  };
};

/** The credential as it goes into its header. Throws `validation` without repeating it. */
export const usableCredential = (token: Credential, kind: AuthKind): Credential => {
  const text = kind === 'bearer' ? normalizeCredential(token.reveal()) : token.reveal().trim();
  const problem = credentialProblem(text);
  if (problem !== null) throw validationError('token', problem);
  return new Credential(text);
};
