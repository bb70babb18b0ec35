import { useState } from 'preact/hooks';
import { ConciergeError } from '../../errors.ts';
import { sentenceOf } from '../state/api.ts';
import { signInWith } from '../state/sign-in.ts';
import { Icon } from '../ui/icon.tsx';
import { Problem } from '../ui/panel-error.tsx';

const usedUp =
  'This link was used already, or is older than ten minutes. Start the server again for a new one, or sign in with an API key.';

const unknownKey =
  'No account has this API key: it is cut short, revoked or expired. `npx concierge apikey create` on the machine of the server makes another.';

const whyNot = (error: unknown): string =>
  error instanceof ConciergeError && error.code === 'unauthorized' ? unknownKey : sentenceOf(error);

/** Where one signs in with an API key. The field is emptied with every attempt. */
export const SignIn = ({ usedLink }: { usedLink: boolean }) => {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const api_key = String(new FormData(form).get('api_key')).trim();
    form.reset();
    if (api_key === '') return;
    setBusy(true);
    setProblem(null);
    try {
      await signInWith({ api_key });
    } catch (error) {
      setProblem(whyNot(error));
    }
    setBusy(false);
  };

  return (
    <main class="alone">
      <form class="sheet" method="post" onSubmit={submit}>
        <span class="mark">
          <Icon name="bell" />
        </span>
        <h1>Sign in to Concierge</h1>
        <p class="muted">
          On your own machine, open the link that <code>npm start</code> prints. Anywhere else, paste an API
          key.
        </p>
        <label class="field">
          <span>API key</span>
          <input
            name="api_key"
            type="password"
            autocomplete="off"
            spellcheck={false}
            placeholder="olk_…"
            required
            autofocus
          />
        </label>
        <Problem text={problem ?? (usedLink ? usedUp : null)} />
        <button type="submit" class="button primary wide" disabled={busy}>
          Sign in
        </button>
      </form>
    </main>
  );
};
