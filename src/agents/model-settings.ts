import type { ModelSettings } from '../domain/agent.ts';
import type { AgentChanges } from './fields.ts';

/** Model settings after a change: what is left out stays. */
export const modelSettingsAfter = (
  present: ModelSettings,
  wanted: AgentChanges['model_settings'],
): ModelSettings => {
  const given = Object.entries(wanted ?? {}).filter(([, value]) => value !== undefined);
  return { ...present, ...Object.fromEntries(given) };
};
