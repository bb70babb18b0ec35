import { Option } from 'commander';
import type { AuthKind } from '../../domain/auth.ts';
import { option } from '../command.ts';

export type ConnectionOptions = {
  url?: string;
  auth?: keyof typeof authKindOf;
  header?: string;
  namespace?: string;
  tokenStdin?: true;
};

export const authKindOf = {
  none: 'none',
  bearer: 'bearer',
  header: 'header_token',
} as const satisfies Record<string, AuthKind>;

export const connectionOptions = [
  option('--url <url>', "your server's address, such as https://mcp.acme.com/mcp"),
  new Option('--auth <scheme>', 'how your server wants to be authenticated').choices(Object.keys(authKindOf)),
  option('--header <name>', 'the header it reads its key from, such as X-Api-Key'),
  option('--token-stdin', 'read the credential from standard input'),
  option('--namespace <name>', "first part of its tools' names; default: made from the label"),
];

/** The scheme that was named, or the one that the other options ask for. */
export const authKind = ({ auth, header, tokenStdin }: ConnectionOptions): AuthKind | undefined => {
  if (auth !== undefined) return authKindOf[auth];
  if (header !== undefined) return 'header_token';
  return tokenStdin ? 'bearer' : undefined;
};
