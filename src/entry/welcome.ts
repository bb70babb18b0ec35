import type { Credential } from '../domain/credential.ts';

export type Start = {
  /** Where the page is, as a browser reaches it. */
  page: string;
  /** Of the link that signs in; null where what is printed may be read by others. */
  code: Credential | null;
  sandbox_id: string;
  /** The account's key when this start made it. */
  newKey: Credential | null;
  /** False when the operator chose the key and so has it. */
  isDrawn: boolean;
};

const signIn = ({ page, code }: Start): string[] =>
  code === null
    ? [`Open ${page} and sign in with an API key.`]
    : [
        'Open this link to sign in (it works once, for 10 minutes; each start prints a new one):',
        `  ${page}/sign-in#code=${code.reveal()}`,
      ];

const account = ({ newKey, isDrawn, sandbox_id }: Start): string[] =>
  newKey === null
    ? []
    : [
        '',
        isDrawn
          ? `Your API key, shown only now:  ${newKey.reveal()}`
          : 'Your API key is the one in CONCIERGE_API_KEY.',
        `Your sandbox \`default\`:        ${sandbox_id}`,
        'Programs use both: the API is described at /docs.',
      ];

/** What a start prints below its address: how to get in, and on the first one the key. */
export const welcome = (start: Start): string => ['', ...signIn(start), ...account(start), ''].join('\n');
