import { useEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../state/api.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Problem } from '../ui/panel-error.tsx';
import { confirmLink, denyLink, giveLinkCredential, type Link, readLink } from './link.ts';

type Act = (ask: () => Promise<Link>) => void;

const outcomes: Readonly<Record<Exclude<Link['status'], 'open'>, { icon: IconName; text: string }>> = {
  done: { icon: 'check', text: 'Done. You can close this page and go back to your client.' },
  denied: { icon: 'cross', text: 'Nothing was done. You can close this page.' },
  expired: { icon: 'alert', text: 'This link is no longer valid. Ask your client again for a new one.' },
};

const Outcome = ({ link, status }: { link: Link; status: Exclude<Link['status'], 'open'> }) => {
  const { icon, text } = outcomes[status];
  return (
    <div class={`outcome ${status}`} role="status">
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
        <input ref={field} type="password" name="credential" autocomplete="new-password" autofocus />
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
            {link.status !== 'open' && <Outcome link={link} status={link.status} />}
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
        <a class="muted" href="/">
          Go to Concierge
        </a>
      </div>
    </main>
  );
};
