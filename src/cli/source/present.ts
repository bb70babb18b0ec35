import { standingOf } from '../../domain/source.ts';
import type { CheckedAnswer, SourceAnswer } from '../api.ts';
import { fields } from '../columns.ts';
import type { Answer } from '../command.ts';

const authOf = ({ auth_kind, auth_header, has_credential }: SourceAnswer['adapter_config']): string => {
  if (auth_kind === 'none') return 'none';
  const scheme = auth_kind === 'bearer' ? 'bearer token' : `header ${auth_header}`;
  return `${scheme}, ${has_credential ? 'credential stored' : 'no credential'}`;
};

const healthOf = ({ health }: SourceAnswer): string | null =>
  health === null
    ? null
    : `${health.tool_count} ${health.tool_count === 1 ? 'tool' : 'tools'}, answered in ${Math.round(health.latency_ms)} ms, protocol ${health.protocol_version}`;

/** A source, a line for each thing to know about it. */
export const sourceText = (source: SourceAnswer): string => {
  const { adapter_config: config } = source;
  return fields({
    id: source.data_source_id,
    label: source.name,
    ...standingOf(source),
    url: config.base_url,
    auth: authOf(config),
    'tools named': `${config.app_namespace}__…`,
    'only tools': config.allowed_tools?.join(', ') ?? null,
    'rate cap': `${config.rate_cap_per_minute} a minute`,
    'last check': healthOf(source),
  });
};

/** What leads on from a check that failed. */
const waysOn = ({ data_source_id: id }: SourceAnswer): string =>
  `It is kept as it is. To go on:
  concierge source user-mcp update ${id} --help
  concierge source user-mcp test ${id}
  concierge source delete ${id}`;

/** What registering, changing and testing answer; a source whose check failed is a failure. */
export const checkedAnswer = (json: CheckedAnswer): Answer => {
  const failed = json.source.health_error !== null;
  const text = sourceText(json.source);
  return { text: failed ? `${text}\n\n${waysOn(json.source)}` : text, json, failed };
};
