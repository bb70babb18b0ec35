import { useState } from 'preact/hooks';
import { doToSource, type Source, type SourceVerb, working } from '../state/sources.ts';
import { tell } from '../state/view.ts';
import { Confirm } from '../ui/dialog.tsx';

type Props = { source: Source; onRename: () => void };
type Asked = 'revoke' | 'remove' | null;

const busyWords: Readonly<Record<SourceVerb, string>> = {
  test: 'Checking…',
  revoke: 'Revoking…',
  pause: 'Pausing…',
  resume: 'Resuming…',
  remove: 'Deleting…',
  accept: 'Accepting…',
  rename: 'Renaming…',
};

const Ask = ({ asked, source, onClose }: { asked: Asked; source: Source; onClose: () => void }) => {
  const { name, data_source_id } = source;
  if (asked === null) return null;
  const act = (verb: 'revoke' | 'remove', done: string) => async () => {
    onClose();
    if (await doToSource(data_source_id, verb)) tell(done);
  };
  return asked === 'revoke' ? (
    <Confirm
      title={`Revoke ${name}?`}
      text="Its tools are gone from every agent at once, and its stored credential is destroyed. This cannot be undone; your server itself keeps running."
      confirm="Revoke it"
      onConfirm={act('revoke', `${name} is revoked.`)}
      onClose={onClose}
    />
  ) : (
    <Confirm
      title={`Delete ${name}?`}
      text="The source is removed with its credential and its history. This cannot be undone; your server itself keeps running."
      confirm="Delete it"
      onConfirm={act('remove', `${name} is deleted.`)}
      onClose={onClose}
    />
  );
};

/** What can be done to a source in the state it is in. */
export const SourceActions = ({ source, onRename }: Props) => {
  const [asked, setAsked] = useState<Asked>(null);
  const { data_source_id: id, status } = source;
  const busy = working.value.get(id);
  const isLive = status !== 'disconnected';
  return (
    <fieldset class="actions" disabled={busy !== undefined} aria-busy={busy !== undefined}>
      <legend class="unseen">What to do with {source.name}</legend>
      {isLive && (
        <>
          <button type="button" class="button small" onClick={() => void doToSource(id, 'test')}>
            {busy === 'test' ? busyWords.test : 'Test'}
          </button>
          <button
            type="button"
            class="button small"
            onClick={() => void doToSource(id, status === 'paused' ? 'resume' : 'pause')}
          >
            {status === 'paused' ? 'Resume' : 'Pause'}
          </button>
          <button type="button" class="button small" onClick={onRename}>
            Rename
          </button>
          <span class="spring" />
          <button type="button" class="button danger small" onClick={() => setAsked('revoke')}>
            {busy === 'revoke' ? busyWords.revoke : 'Revoke'}
          </button>
        </>
      )}
      <button type="button" class="button danger small" onClick={() => setAsked('remove')}>
        {busy === 'remove' ? busyWords.remove : 'Delete'}
      </button>
      <Ask asked={asked} source={source} onClose={() => setAsked(null)} />
    </fieldset>
  );
};
