import type { UpdateContext } from '../../flows/update-rules.ts';
import type { Slots } from '../domain/conversation.ts';

/** A shell word: quoted only when it needs to be. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const authFlags = ({ auth_kind, auth_header }: Slots): string[] => {
  if (auth_kind === 'header_token')
    return ['--auth header', `--header ${word(auth_header ?? 'X-Api-Key')}`, '--token-stdin'];
  return auth_kind === 'bearer' ? ['--auth bearer', '--token-stdin'] : ['--auth none'];
};

/** The command line that registers what a conversation could not, with what is known filled in. */
export const registerCommand = (slots: Slots): string =>
  [
    `npx concierge source user-mcp add ${word(slots.name ?? 'my-server')}`,
    `--url ${word(slots.base_url ?? 'https://mcp.example.com/mcp')}`,
    ...authFlags(slots),
    ...(slots.sandbox ? [`--sandbox ${word(slots.sandbox)}`] : []),
  ].join(' ');

/** The same for a change of a source; what was asked for and not said stands as an example. */
export const updateCommand = (
  { source, wanted, asks }: UpdateContext,
  sandbox: string | undefined,
): string => {
  const name = word(source?.name ?? 'my-server');
  const place = sandbox === undefined ? [] : [`--sandbox ${word(sandbox)}`];
  if (asks === 'name') return [`npx concierge source rename ${name} 'New label'`, ...place].join(' ');
  const url = wanted.base_url ?? (asks === 'base_url' ? 'https://mcp.example.com/mcp' : undefined);
  const auth_kind = wanted.auth_kind ?? source?.auth_kind;
  const auth_header = wanted.auth_header ?? source?.auth_header ?? undefined;
  const scheme = { ...(auth_kind && { auth_kind }), ...(auth_header && { auth_header }) };
  const isScheme = asks === 'auth_kind' || asks === 'auth_header' || wanted.auth_kind !== undefined;
  return [
    `npx concierge source user-mcp update ${name}`,
    ...(url === undefined ? [] : [`--url ${word(url)}`]),
    ...(isScheme ? authFlags(scheme) : wanted.rotate ? ['--token-stdin'] : []),
    ...place,
  ].join(' ');
};

/** The command line that archives an agent; `sandbox` when the account has several. */
export const archiveCommand = (slug: string, sandbox: string | undefined): string =>
  [
    `npx concierge agent archive ${word(slug)}`,
    ...(sandbox === undefined ? [] : [`--sandbox ${word(sandbox)}`]),
  ].join(' ');
