import { useEffect, useRef } from 'preact/hooks';
import { flowState, giveCredential, isBusy, say } from '../state/talk.ts';
import { Icon } from '../ui/icon.tsx';

const names: Readonly<Record<string, string>> = { bearer: 'Bearer token', header_token: 'Header value' };

/** Sent as messages: what is typed here is always taken as the credential. */
const instead = [
  { text: 'Why do you need it?', label: 'Why?' },
  { text: 'back', label: 'Back' },
];

/** The one way for a credential: masked, sent on its own, cleared at once, and never shown again. */
export const CredentialField = () => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const { current } = field;
    current?.focus({ preventScroll: true });
    return () => {
      if (current !== null) current.value = '';
    };
  }, []);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { current } = field;
    const value = current?.value ?? '';
    if (current === null || value === '' || isBusy.value) return;
    current.value = '';
    void giveCredential(value);
  };

  const { auth_kind = '', auth_header } = flowState.value?.slots ?? {};
  const name = names[auth_kind] ?? 'Credential';
  return (
    <form class="credential" method="post" onSubmit={submit}>
      <label class="field">
        <span>
          <Icon name="lock" /> {name}
          {auth_header !== undefined && (
            <>
              {' '}
              for <code>{auth_header}</code>
            </>
          )}
        </span>
        <span class="with-button">
          <input
            ref={field}
            type="password"
            name="credential"
            autocomplete="new-password"
            autocapitalize="off"
            spellcheck={false}
            data-1p-ignore=""
            data-lpignore="true"
            readOnly={isBusy.value}
          />
          <button type="submit" class="button primary" disabled={isBusy.value}>
            Seal it
          </button>
        </span>
      </label>
      <p class="hint">
        Stored sealed. No language model, log or transcript sees it.{' '}
        {instead.map(({ text, label }) => (
          <button
            key={text}
            type="button"
            class="link"
            disabled={isBusy.value}
            onClick={() => void say(text)}
          >
            {label}
          </button>
        ))}
      </p>
    </form>
  );
};
