import { useState } from 'preact/hooks';
import { agent, agents, sandboxId } from '../state/place.ts';
import { type AgentTools, agentTools } from '../state/sources.ts';
import { Copy } from '../ui/copy.tsx';
import { Icon } from '../ui/icon.tsx';
import { PanelError } from '../ui/panel-error.tsx';
import { CreateAgent } from './create-agent.tsx';
import { missingOf, type Missing as Reason } from './missing.ts';

const Missing = ({ reasons }: { reasons: readonly Reason[] }) => {
  if (reasons.length === 0)
    return <p class="muted">Nothing is missing: it sees every tool of its sources.</p>;
  return (
    <ul class="reasons">
      {reasons.map(({ what, why, names }) => (
        <li key={`${what} ${why}`}>
          <strong>{what}</strong>
          <p>{why}</p>
          {names.length > 0 && (
            <details>
              <summary>
                {names.length} {names.length === 1 ? 'name' : 'names'}
              </summary>
              <ul class="names">
                {names.map((name) => (
                  <li key={name}>
                    <Copy text={name} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
};

const noSource =
  'None: no server is connected to this sandbox yet. Each one that is gives its tools at once.';

const Sees = ({ tools, trace }: AgentTools) => {
  const bySource = Map.groupBy(tools, ({ app_slug }) => app_slug);
  const reasons = missingOf(trace);
  const isBare = tools.length === 0 && reasons.length === 0;
  return (
    <>
      <section class="panel-box">
        <header class="panel-head">
          <h3>
            Can call {tools.length} {tools.length === 1 ? 'tool' : 'tools'} now
          </h3>
        </header>
        {tools.length === 0 && <p class="muted inset">{isBare ? noSource : 'None. Below is why.'}</p>}
        {[...bySource].map(([slug, of]) => (
          <div key={slug} class="inset">
            <h4>{slug}</h4>
            <ul class="names">
              {of.map(({ name }) => (
                <li key={name}>
                  <Copy text={name} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      {!isBare && (
        <section class="panel-box">
          <header class="panel-head">
            <h3>What is missing, and why</h3>
          </header>
          <div class="inset">
            <Missing reasons={reasons} />
          </div>
        </section>
      )}
    </>
  );
};

/** Where the agent's own program finds these tools. */
const Address = ({ slug }: { slug: string }) => (
  <section class="panel-box">
    <header class="panel-head">
      <h3>Use them from your agent</h3>
    </header>
    <div class="inset stack">
      <p class="muted">
        Any MCP client that connects here has exactly these tools. It signs in with an API key, as{' '}
        <code>Authorization: Bearer olk_…</code>
      </p>
      <Copy text={`${location.origin}/mcp/${sandboxId.value}/${slug}`} />
    </div>
  </section>
);

const Empty = ({ onCreate }: { onCreate: () => void }) => (
  <div class="empty">
    <h3>No agent yet</h3>
    <p>
      An agent is a name, instructions, and the tools it may call: all of its sandbox unless you say
      otherwise.
    </p>
    <button type="button" class="button primary" onClick={onCreate}>
      Create an agent
    </button>
  </div>
);

/** What the chosen agent can call right now, and why the rest is missing. */
export const AgentPanel = () => {
  const [creates, setCreates] = useState(false);
  const shown = agent.value;
  const resolved = agentTools.data.value;
  return (
    <div class="panel" role="tabpanel" id="panel-agent" aria-labelledby="tab-agent">
      <PanelError panel={agents} />
      <PanelError panel={agentTools} />
      {agents.data.value !== null && shown === null && <Empty onCreate={() => setCreates(true)} />}
      {shown !== null && (
        <div class="agent-head">
          <div>
            <h3>{shown.name}</h3>
            <Copy text={shown.slug} />
            {shown.description !== '' && <p class="muted">{shown.description}</p>}
          </div>
          <span class="spring" />
          <button type="button" class="button small" onClick={() => setCreates(true)}>
            <Icon name="plus" /> New agent
          </button>
        </div>
      )}
      {shown !== null && resolved !== null && <Sees {...resolved} />}
      {shown !== null && <Address slug={shown.slug} />}
      {creates && <CreateAgent onClose={() => setCreates(false)} />}
    </div>
  );
};
