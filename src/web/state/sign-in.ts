import { answerOf } from '../../client/client.ts';
import { api } from './api.ts';
import { signedIn } from './session.ts';

/** Signs in with the code of a link or an API key. Throws the refusal. */
export const signInWith = async (proof: { code: string } | { api_key: string }): Promise<void> => {
  await answerOf(api['sign-in'].$post({ json: proof }));
  signedIn();
};

/** The code in the address, which forgets it at once: it is in no history and no bookmark. */
export const takeCodeFromAddress = (): string | null => {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  const isLink = location.pathname.startsWith('/links/');
  if (location.pathname !== '/sign-in' && !isLink) return null;
  history.replaceState(null, '', isLink ? location.pathname : '/');
  return code;
};

/** Finds out whether the browser's cookie still lets us in. */
export const recognise = async (): Promise<void> => {
  await answerOf(api.users.me.profile.$get());
  signedIn();
};

/** Ends the session; the page begins anew, so that nothing of it is left in memory. */
export const signOut = async (): Promise<void> => {
  await answerOf(api['sign-out'].$post());
  location.replace('/');
};
