import { useEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../state/api.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Problem } from '../ui/panel-error.tsx';
import { confirmLink, denyLink, giveLinkCredential, type Link, readLink } from './link.ts';

type Act = (ask: () => Promise<Link>) => void;

type Ended = Exclude<Link['status'], 'open'> | 'failed';

const outcomes: Readonly<Record<Ended, { icon: IconName; text: string }>> = {
  done: { icon: 'check', text: 'Done. You can close this page and go back to your client.' },
  failed: {
    icon: 'alert',
    text: 'It is kept as it is: your client can change it, and so can you in Concierge.',
  },
  denied: { icon: 'cross', text: 'You can close this page.' },
  expired: { icon: 'alert', text: 'This link is no longer valid. Ask your client again for a new one.' },
};

/** Null while the link is open. What was done and does not work is no success. */
const endOf = ({ status, source_status }: Link): Ended | null => {
  if (status === 'open') return null;
  return status === 'done' && source_status === 'error' ? 'failed' : status;
};

const Outcome = ({ link, ended }: { link: Link; ended: Ended }) => {
  const { icon, text } = outcomes[ended];
  return (
    <div class={`outcome ${ended}`} role="status">
      <Icon name={icon} />
      <div>
        {link.result_text !== undefined && <Markdown text={link.result_text} />}
        <p class="muted">{text}</p>
      </div>
    </div>
  );
};

const ConfirmOrDeny = ({ link: { id }, busy, act }: { link: Link; busy: boolean; act: Act }) => (
  <fieldset class="dialog-actions" disabled={busy}>
    <legend class="unseen">Your answer</legend>
    <button type="button" class="button" onClick={() => act(() => denyLink(id))}>
      No, do nothing
    </button>
    <button type="button" class="button primary" onClick={() => act(() => confirmLink(id))}>
      Yes, do it
    </button>
  </fieldset>
);

const Credential = ({ link: { id }, busy, act }: { link: Link; busy: boolean; act: Act }) => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = field.current?.value ?? '';
    if (field.current === null || value === '') return;
    field.current.value = '';
    act(() => giveLinkCredential(id, value));
  };
  return (
    <form class="stack" method="post" onSubmit={submit}>
      <label class="field">
        <span>
          <Icon name="lock" /> Credential
        </span>
        <input ref={field} type="password" name="credential" autocomplete="new-password" />
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" disabled={busy} onClick={() => act(() => denyLink(id))}>
          Give nothing
        </button>
        <button type="submit" class="button primary" disabled={busy}>
          Seal it
        </button>
      </div>
    </form>
  );
};

/** What a client asked for, shown to its owner: a yes or no, or a credential in a masked field. */
export const LinkPage = ({ id }: { id: string }) => {
  const [link, setLink] = useState<Link | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const act: Act = (ask) => {
    setBusy(true);
    setProblem(null);
    ask()
      .then(setLink, (error: unknown) => setProblem(sentenceOf(error)))
      .finally(() => setBusy(false));
  };
  useEffect(() => act(() => readLink(id)), [id]);
  const ended = link === null ? null : endOf(link);

  return (
    <main class="alone">
      <div class="sheet wider">
        <span class="mark">
          <Icon name="bell" />
        </span>
        {link !== null && (
          <>
            <h1>{link.title}</h1>
            <Markdown text={link.text} />
            {ended !== null && <Outcome link={link} ended={ended} />}
            {link.status === 'open' && link.kind === 'confirm' && (
              <ConfirmOrDeny link={link} busy={busy} act={act} />
            )}
            {link.status === 'open' && link.kind === 'credential' && (
              <Credential link={link} busy={busy} act={act} />
            )}
          </>
        )}
        {link === null && problem !== null && <h1>This link cannot be shown</h1>}
        <Problem text={problem} />
        {link === null && problem !== null && (
          <p class="muted">
            Ask your client again for a new one. It is for the account that the client works with: sign in to
            that one.
          </p>
        )}
        <a class="muted" href="/">
          Go to Concierge
        </a>
      </div>
    </main>
  );
};
