import { sentenceOf } from '../state/api.ts';
import { agent, agents, chooseAgent, chooseSandbox, sandbox, sandboxes } from '../state/place.ts';
import { signOut } from '../state/sign-in.ts';
import { nextTheme, theme } from '../state/theme.ts';
import { tell } from '../state/view.ts';
import { Icon } from '../ui/icon.tsx';

const SandboxSwitch = () => (
  <label class="switch">
    <span>Sandbox</span>
    <select
      value={sandbox.value?.sandbox_id ?? ''}
      onChange={(event) => chooseSandbox(event.currentTarget.value)}
    >
      {(sandboxes.data.value ?? []).map(({ sandbox_id, name, status }) => (
        <option key={sandbox_id} value={sandbox_id}>
          {status === 'active' ? name : `${name} (${status})`}
        </option>
      ))}
    </select>
  </label>
);

const AgentSwitch = () => {
  const all = agents.data.value ?? [];
  return (
    <label class="switch">
      <span>Agent</span>
      <select
        value={agent.value?.slug ?? ''}
        disabled={all.length === 0}
        onChange={(event) => chooseAgent(event.currentTarget.value)}
      >
        {all.length === 0 && <option value="">none yet</option>}
        {all.map(({ slug }) => (
          <option key={slug} value={slug}>
            {slug}
          </option>
        ))}
      </select>
    </label>
  );
};

const themeNames = { system: 'as the system', light: 'light', dark: 'dark' };

/** Which sandbox and agent everything below is about, and what belongs to the page itself. */
export const TopBar = () => (
  <header class="top-bar">
    <h1 class="brand">
      <span class="mark">
        <Icon name="bell" />
      </span>
      <span class="brand-name">Concierge</span>
    </h1>
    <div class="switches">
      <SandboxSwitch />
      <AgentSwitch />
    </div>
    <button
      type="button"
      class="button ghost icon-only"
      aria-label={`Theme: ${themeNames[theme.value]}. Change it.`}
      title={`Theme: ${themeNames[theme.value]}`}
      onClick={nextTheme}
    >
      <Icon name={theme.value} />
    </button>
    <button
      type="button"
      class="button ghost icon-only"
      aria-label="Sign out"
      title="Sign out"
      onClick={() => void signOut().catch((error: unknown) => tell(sentenceOf(error)))}
    >
      <Icon name="out" />
    </button>
  </header>
);
