import { useEffect, useRef } from 'preact/hooks';
import { agent } from '../state/place.ts';
import { sources } from '../state/sources.ts';
import {
  hidden,
  isElsewhere,
  say,
  stepsAt,
  stopTurn,
  type ToolStep,
  talkError,
  transcript,
  turn,
} from '../state/talk.ts';
import { Icon } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Problem } from '../ui/panel-error.tsx';

/** What to begin with; of sources only when there are some. */
const suggestions = (): string[] => {
  const toolsOf =
    agent.value === null ? 'Which tools are there?' : `What tools does my ${agent.value.slug} agent have?`;
  const hasSources = sources.data.value?.some(({ status }) => status !== 'disconnected') ?? false;
  const about = hasSources ? [toolsOf, 'Test all my sources'] : [];
  return ['Add my MCP server', ...about, 'What can you do?'];
};

const Welcome = () => (
  <div class="welcome">
    <h3>Connect your MCP server to your agents</h3>
    <p class="muted">
      Say it in your own words, such as “add my MCP server at https://mcp.acme.com/mcp, it uses a bearer
      token”. A credential is asked for in a field of its own.
    </p>
    <ul class="chips">
      {suggestions().map((text) => (
        <li key={text}>
          <button type="button" class="chip" onClick={() => void say(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  </div>
);

const stepWords: Readonly<Record<string, string>> = {
  add_user_mcp_source: 'Register and check',
  test_user_mcp_source: 'Check',
  revoke_user_mcp_source: 'Revoke',
  update_source: 'Change',
};
const stepIcons = { running: 'refresh', done: 'check', failed: 'alert' } as const;

const Steps = ({ steps }: { steps: readonly ToolStep[] }) => (
  <ul class="steps-taken">
    {steps.map(({ call_id, name, state }) => (
      <li key={call_id} class={state}>
        <Icon name={stepIcons[state]} />
        <span>{stepWords[name] ?? 'Look up'}</span> <code>{name}</code>
      </li>
    ))}
  </ul>
);

const Said = ({ text }: { text: string }) => (
  <div class="said">
    <span class="unseen">You said: </span>
    {text === hidden ? (
      <span class="sealed">
        <Icon name="lock" /> Credential, sealed
      </span>
    ) : (
      text
    )}
  </div>
);

const Dots = () => (
  <span class="dots" role="img" aria-label="Concierge is working">
    <i />
    <i />
    <i />
  </span>
);

/** While a turn runs that is not followed here. */
const Elsewhere = () => (
  <li class="entry concierge" aria-busy="true">
    <Dots /> <span class="muted">The last message is still being worked on.</span>
  </li>
);

/** While a turn runs: what the user said, as soon as it is known without secrets, and the reply as it comes. */
const Running = () => {
  if (turn.value === null) return isElsewhere.value ? <Elsewhere /> : null;
  const { said, text, steps } = turn.value;
  return (
    <>
      {said !== null && (
        <li class="entry user">
          <Said text={said} />
        </li>
      )}
      <li class="entry concierge" aria-busy="true">
        <Steps steps={steps} />
        {text === '' ? <Dots /> : <Markdown text={text} />}
        <button type="button" class="link stop" onClick={stopTurn}>
          Stop
        </button>
      </li>
    </>
  );
};

/** Keeps the newest in sight. */
const useEndInSight = () => {
  const list = useRef<HTMLDivElement>(null);
  const { said = null, text = '', steps = [] } = turn.value ?? {};
  const mark = `${transcript.value.length} ${isElsewhere.value} ${said !== null} ${steps.length} ${text.length} ${talkError.value ?? ''}`;
  useEffect(() => {
    const { current } = list;
    if (current !== null) current.scrollTop = current.scrollHeight;
  }, [mark]);
  return list;
};

/** What was said so far, as the server keeps it: without secrets. */
export const Transcript = () => {
  const list = useEndInSight();
  const isFresh = transcript.value.length === 0 && turn.value === null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="transcript" ref={list} tabIndex={0} role="log" aria-label="What was said">
      {isFresh && <Welcome />}
      <ol class="entries">
        {transcript.value.map(({ role, text, at }, index) => (
          <li key={`${at} ${index}`} class={`entry ${role}`}>
            {role === 'concierge' && <span class="unseen">Concierge said: </span>}
            {role === 'concierge' && <Steps steps={stepsAt.value.get(index) ?? []} />}
            {role === 'user' ? <Said text={text} /> : <Markdown text={text} />}
          </li>
        ))}
        <Running />
      </ol>
      <Problem text={talkError.value} />
    </div>
  );
};
