import type { Slots } from '../domain/conversation.ts';

/** A shell word: quoted only when it needs to be. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const authFlags = ({ auth_kind, auth_header }: Slots): string[] => {
  if (auth_kind === 'header_token')
    return ['--auth header', `--header ${word(auth_header ?? 'X-Api-Key')}`, '--token-stdin'];
  return auth_kind === 'bearer' ? ['--auth bearer', '--token-stdin'] : ['--auth none'];
};

/** The command line that does what a conversation could not finish, with what is known filled in. */
export const handedOverCommand = (slots: Slots): string =>
  [
    `npx concierge source user-mcp add ${word(slots.name ?? 'my-server')}`,
    `--url ${word(slots.base_url ?? 'https://mcp.example.com/mcp')}`,
    ...authFlags(slots),
    ...(slots.sandbox ? [`--sandbox ${word(slots.sandbox)}`] : []),
  ].join(' ');
