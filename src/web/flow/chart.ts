import type { FlowState } from '../../concierge/events.ts';
import type { Awaiting, Slots } from '../../domain/conversation.ts';

/** A state of a machine that a person can see. */
export type ChartState = {
  /** Its path in the machine, such as `filling.base_url`. */
  id: string;
  key: string;
  /** The part of the machine that it is in; null: none. */
  part: string | null;
  kind: 'asks' | 'works' | 'end';
  awaiting: Awaiting | null;
};
export type Chart = readonly ChartState[];

/** What a question fills, where that is one slot. */
const slotOf: Partial<Record<Awaiting, keyof Slots>> = {
  base_url: 'base_url',
  auth_kind: 'auth_kind',
  auth_header: 'auth_header',
  credential: 'has_credential',
  name: 'name',
  sandbox: 'sandbox',
  source: 'source',
  agent: 'agent',
};
export const slotAsked = ({ awaiting }: ChartState): keyof Slots | null =>
  awaiting === null ? null : (slotOf[awaiting] ?? null);

/**
 * The state that a conversation is in. The same question can stand in two parts of a machine: in the first as long
 * as its slot is empty, in the later one, which repairs, once it was filled.
 */
export const presentState = (chart: Chart, { awaiting, slots }: FlowState): ChartState | null => {
  const asking = chart.filter((state) => state.awaiting !== null && state.awaiting === awaiting);
  const [first, ...later] = asking;
  if (first === undefined) return null;
  const slot = slotAsked(first);
  const isFilled = slot !== null && slots[slot] !== undefined;
  return isFilled ? (later.at(-1) ?? first) : first;
};

/** In which state a machine works, by the tool that does it. */
const worksBy: Readonly<Record<string, string>> = {
  add_user_mcp_source: 'registering',
  revoke_user_mcp_source: 'revoking',
  update_source: 'updating',
  test_user_mcp_source: 'checking',
};

/** The state that a machine is in while a tool of it runs; null for a tool that belongs to no state of the chart. */
export const workingState = (chart: Chart, tool: string): ChartState | null =>
  chart.find(({ kind, key }) => kind === 'works' && key === worksBy[tool]) ?? null;

/** What of a registration is not asked, because another slot says so. */
export const isNeedless = (state: ChartState, { auth_kind }: Slots): boolean =>
  auth_kind !== undefined &&
  ((state.awaiting === 'auth_header' && auth_kind !== 'header_token') ||
    (state.awaiting === 'credential' && auth_kind === 'none'));
