import type { Source } from '../domain/source.ts';
import type { WantedFields } from './fields.ts';
import { defaultSettings } from './fields.ts';

export type Settings = Pick<
  Source,
  'allowed_tools' | 'rate_cap_per_minute' | 'ingest_tool_calls' | 'webhook_rate_cap_per_minute'
>;

/** The settings after a change: a field left out stays, null goes back to the default. */
export const settingsAfter = (
  present: Settings | null,
  fields: WantedFields,
  maxRateCap: number,
): Settings => {
  const defaults: Settings = defaultSettings(maxRateCap);
  const before = present ?? defaults;
  const chosen = <K extends keyof Settings>(field: K): Settings[K] => {
    const given = fields[field] as Settings[K] | null | undefined;
    return given === undefined ? before[field] : (given ?? defaults[field]);
  };
  const allowed = chosen('allowed_tools');
  return {
    allowed_tools: allowed === null ? null : [...new Set(allowed)],
    rate_cap_per_minute: chosen('rate_cap_per_minute'),
    ingest_tool_calls: chosen('ingest_tool_calls'),
    webhook_rate_cap_per_minute: chosen('webhook_rate_cap_per_minute'),
  };
};
