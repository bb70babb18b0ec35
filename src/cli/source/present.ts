import type { Source } from '../../domain/source.ts';
import { presentRegistration } from '../../sources/present.ts';
import { fields } from '../columns.ts';
import type { Answer } from '../command.ts';

const authOf = ({ auth_kind, auth_header, has_credential }: Source): string => {
  if (auth_kind === 'none') return 'none';
  const scheme = auth_kind === 'bearer' ? 'bearer token' : `header ${auth_header}`;
  return `${scheme}, ${has_credential ? 'credential stored' : 'no credential'}`;
};

const healthOf = ({ health }: Source): string | null =>
  health === null
    ? null
    : `${health.tool_count} tools, answered in ${Math.round(health.latency_ms)} ms, protocol ${health.protocol_version}`;

/** A source, a line for each thing to know about it. */
export const sourceText = (source: Source): string =>
  fields({
    id: source.data_source_id,
    label: source.name,
    status: source.status,
    problem: source.health_error,
    url: source.base_url,
    auth: authOf(source),
    'tools named': `${source.namespace}__…`,
    'only tools': source.allowed_tools?.join(', ') ?? null,
    'rate cap': `${source.rate_cap_per_minute} a minute`,
    'last check': healthOf(source),
  });

/** What registering, changing and testing answer; a source whose check failed is a failure. */
export const checkedAnswer = (source: Source): Answer => ({
  text: sourceText(source),
  json: { ...presentRegistration(source), health: source.health },
  failed: source.health_error !== null,
});
