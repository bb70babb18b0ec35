import type { FlowName, Slots } from '../../domain/conversation.ts';
import { sources } from '../state/sources.ts';
import { flowState, turn } from '../state/talk.ts';
import { isWide } from '../state/view.ts';
import { Icon } from '../ui/icon.tsx';
import { type Chart, type ChartState, isNeedless, presentState, slotAsked, workingState } from './chart.ts';
import { charts } from './charts.gen.ts';

const titles: Readonly<Record<FlowName, string>> = {
  register: 'Registering a server',
  revoke: 'Revoking a source',
  update: 'Changing a source',
  create_sandbox: 'Creating a sandbox',
};

/** What a state is called here; another one goes by its own name. */
const names: Readonly<Record<string, string>> = {
  base_url: 'URL',
  auth_kind: 'Authentication',
  auth_header: 'Header',
  credential: 'Credential',
  name: 'Label',
  sandbox: 'Sandbox',
  confirmation: 'Your yes',
  source: 'Source',
  registering: 'Register and check',
  creating: 'Create it',
  revoking: 'Revoke',
  updating: 'Change and check',
  choosing: 'Repair',
  checking: 'Check again',
  discarding: 'Discard',
};
const nameOf = ({ key }: ChartState): string =>
  names[key] ?? `${key[0]?.toUpperCase()}${key.slice(1).replaceAll('_', ' ')}`;

const schemes: Readonly<Record<string, string>> = {
  none: 'none',
  bearer: 'bearer token',
  header_token: 'custom header',
};

const shownValue = (slot: keyof Slots, slots: Slots): string | undefined => {
  const value = slots[slot];
  if (value === true) return '•••• sealed';
  if (slot === 'auth_kind') return schemes[String(value)];
  if (slot === 'source')
    return sources.data.value?.find(({ data_source_id }) => data_source_id === value)?.name ?? value;
  return value;
};

type StepProps = { state: ChartState; present: ChartState | null; slots: Slots };

const Step = ({ state, present, slots }: StepProps) => {
  const isPresent = state.id === present?.id;
  const slot = slotAsked(state);
  const value = slot === null ? undefined : shownValue(slot, slots);
  const needless = isNeedless(state, slots);
  const isAgreed = state.awaiting === 'confirmation' && present?.kind === 'works';
  // While something is repaired, nothing in it is known to be right.
  const isFilled = state.part !== 'repair' && (value !== undefined || isAgreed);
  const looks = isPresent ? 'present' : needless ? 'needless' : isFilled ? 'filled' : '';
  return (
    <li class={`node ${state.kind} ${looks}`} aria-current={isPresent ? 'step' : undefined}>
      <span class="dot">{looks === 'filled' && <Icon name="check" />}</span>
      <span class="node-name">{nameOf(state)}</span>
      <span class="node-value">{needless ? 'not needed' : value}</span>
    </li>
  );
};

/** The states to show: the way to the end, and repairs only while one is under way. */
const pathOf = (flow: FlowName, present: ChartState | null): ChartState[] => {
  const repairs = present?.part === 'repair';
  return charts[flow].filter(
    ({ kind, part }, index, chart) =>
      (part === 'repair') === repairs &&
      (kind !== 'end' || chart.findIndex((one) => one.kind === 'end') === index),
  );
};

/** What is being done just now, if the machine has a state for it. */
const atWork = (chart: Chart): ChartState | null => {
  const step = turn.value?.steps.findLast(({ state }) => state === 'running');
  return step === undefined ? null : workingState(chart, step.name);
};

/** Where the conversation stands in its machine, and what it has learned. Nothing when no flow is open. */
export const FlowCard = () => {
  const state = flowState.value;
  if (state === null || state.flow === null) return null;
  const chart = charts[state.flow];
  const present = atWork(chart) ?? presentState(chart, state);
  return (
    <details class="panel-box flow" open={isWide.value}>
      <summary class="panel-head">
        <Icon name="chevron" />
        <h2>{titles[state.flow]}</h2>
        <span class="muted now">{present !== null && nameOf(present)}</span>
        <span class="spring" />
        {state.interrupted.length > 0 && (
          <span class="muted">waiting: {state.interrupted.map(({ label }) => label).join(', ')}</span>
        )}
      </summary>
      <ol class={`nodes ${present?.part === 'repair' ? 'choices' : ''}`} aria-label="Steps">
        {pathOf(state.flow, present).map((node) => (
          <Step key={node.id} state={node} present={present} slots={state.slots} />
        ))}
      </ol>
    </details>
  );
};
