import { useState } from 'preact/hooks';
import { notCheckedYet, standingOf } from '../../domain/source.ts';
import { renameSource, type Source, sourceErrors } from '../state/sources.ts';
import { tell } from '../state/view.ts';
import { Copy } from '../ui/copy.tsx';
import { Problem } from '../ui/panel-error.tsx';
import { Ago } from '../ui/time.tsx';
import { SourceActions } from './source-actions.tsx';
import { SourceTools } from './source-tools.tsx';
import { Sparkline } from './sparkline.tsx';

const statusWords = { active: 'Active', paused: 'Paused', error: 'Failing', disconnected: 'Revoked' };
const schemes = { none: 'no authentication', bearer: 'bearer token', header_token: 'custom header' };

const Rename = ({ source, onDone }: { source: Source; onDone: () => void }) => {
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim();
    if (await renameSource(source.data_source_id, name)) {
      tell(`Renamed to ${name}. Its tools have new names.`);
      onDone();
    }
  };
  return (
    <form class="rename" method="post" onSubmit={submit}>
      <input
        name="name"
        aria-label="New label"
        defaultValue={source.name}
        required
        maxLength={64}
        autofocus
      />
      <button type="submit" class="button primary small">
        Rename
      </button>
      <button type="button" class="button ghost small" onClick={onDone}>
        Cancel
      </button>
    </form>
  );
};

const Facts = ({ source }: { source: Source }) => {
  const { health, adapter_config, recent_checks } = source;
  const last = recent_checks.at(-1);
  const { auth_kind, has_credential, auth_header } = adapter_config;
  return (
    <dl class="facts">
      <div>
        <dt>Last check</dt>
        <dd>{last === undefined ? 'never' : <Ago at={last.at} />}</dd>
      </div>
      <div>
        <dt>Latency</dt>
        <dd class="latency">
          {last === undefined
            ? '–'
            : last.latency_ms === null
              ? 'failed'
              : `${Math.round(last.latency_ms)} ms`}
          <Sparkline checks={recent_checks} />
        </dd>
      </div>
      <div>
        <dt>Protocol</dt>
        <dd>{health?.protocol_version ?? '–'}</dd>
      </div>
      <div>
        <dt>Credential</dt>
        <dd title={auth_header ?? undefined}>
          {auth_kind === 'none'
            ? 'none'
            : `${schemes[auth_kind]}${has_credential ? ', sealed' : ', missing'}`}
        </dd>
      </div>
    </dl>
  );
};

/** One registered server: how it is, what it offers, and what can be done to it. */
export const SourceCard = ({ source }: { source: Source }) => {
  const [renames, setRenames] = useState(false);
  const { data_source_id, name, status, adapter_config, version, health } = source;
  const standing = standingOf(source);
  return (
    <article class={`panel-box source ${status}`} aria-label={name}>
      <header class="source-head">
        {renames ? <Rename source={source} onDone={() => setRenames(false)} /> : <h3>{name}</h3>}
        <span class={`pill ${status}`}>
          {standing.status === notCheckedYet ? 'Not checked yet' : statusWords[status]}
        </span>
      </header>
      <Copy text={adapter_config.base_url} />
      {status !== 'disconnected' && standing.problem !== null && <Problem text={standing.problem} />}
      {status !== 'disconnected' && <Facts source={source} />}
      {status !== 'disconnected' && health !== null && (
        <SourceTools id={data_source_id} version={version} count={health.tool_count} />
      )}
      <SourceActions source={source} onRename={() => setRenames(true)} />
      <Problem text={sourceErrors.value.get(data_source_id)} />
    </article>
  );
};
