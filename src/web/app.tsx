import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ConciergeError } from '../errors.ts';
import { LinkPage } from './links/link-page.tsx';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './shell/sign-in.tsx';
import { session, signedOut } from './state/session.ts';
import { recognise, signInWith, takeCodeFromAddress } from './state/sign-in.ts';
import { Notice } from './ui/notice.tsx';
import { Reconnecting } from './ui/reconnecting.tsx';

let code = takeCodeFromAddress();
const wasRefused = signal(false);
const againMs = 1000;

const isAway = (error: unknown): boolean => error instanceof ConciergeError && error.code === 'unavailable';

/** A link that is used up still lets in who is signed in already. */
const enterBy = async (linkCode: string): Promise<void> => {
  try {
    await signInWith({ code: linkCode });
  } catch (error) {
    if (isAway(error)) throw error;
    await recognise();
  }
};

/** Whoever is not let in is shown where to sign in; while the server is away nobody knows yet. */
const enter = async (): Promise<void> => {
  try {
    await (code === null ? recognise() : enterBy(code));
  } catch (error) {
    if (isAway(error)) {
      setTimeout(() => void enter(), againMs);
      return;
    }
    wasRefused.value = code !== null;
    signedOut();
  }
  code = null;
};

const linkIn = (path: string): string | null => /^\/links\/([\w-]+)$/.exec(path)?.[1] ?? null;

const Screen = () => {
  if (session.value === 'unknown') return null;
  if (session.value === 'out') return <SignIn usedLink={wasRefused.value} />;
  const link = linkIn(location.pathname);
  return link === null ? <Shell /> : <LinkPage id={link} />;
};

/** The page: one screen, by who is there and by the address. */
export const App = () => {
  useEffect(() => void enter(), []);
  return (
    <>
      <Reconnecting />
      <Screen />
      <Notice />
    </>
  );
};
