import { answerOf, type Client } from '../../client/client.ts';
import { isConciergeError } from '../../errors.ts';
import { aSource, inSandbox, type SandboxAnswer, type SourceAnswer } from '../api.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

/** Checks under way at the same time. */
const atOnce = 4;

const commandFor = ({ health_cause }: SourceAnswer, where: string): string => {
  if (health_cause === 'unauthorized' || health_cause === 'credential_missing')
    return `concierge source user-mcp update ${where} --rotate`;
  return `Mend it, then: concierge source user-mcp test ${where}`;
};

const quoted = (word: string): string => (/^[\w.-]+$/.test(word) ? word : `"${word}"`);

const checkSource = async (client: Client, sandbox: SandboxAnswer, found: SourceAnswer): Promise<Finding> => {
  const { sandbox_id, data_source_id, name } = found;
  const what = `source ${name}`;
  const where = `${quoted(name)} --sandbox ${quoted(sandbox.name)}`;
  try {
    const param = { sandbox_id, data_source_id };
    const { source } = await answerOf(aSource(client)['user-mcp'].test.$post({ param }));
    const { health_error, health } = source;
    if (health_error !== null) return broken(what, health_error, commandFor(source, where));
    if (source.status === 'paused')
      return warning(
        what,
        'It is paused: no agent has its tools. Its server is well.',
        `concierge source resume ${where}`,
      );
    const ms = Math.round(health?.latency_ms ?? 0);
    return fine(
      what,
      `${health?.tool_count} ${health?.tool_count === 1 ? 'tool' : 'tools'}, answered in ${ms} ms.`,
    );
  } catch (error) {
    if (!isConciergeError(error)) throw error;
    return broken(what, error.message);
  }
};

const checkSandbox = async (client: Client, sandbox: SandboxAnswer): Promise<Finding[]> => {
  const { sandbox_id, name, status } = sandbox;
  const what = `sandbox ${name}`;
  if (status !== 'active')
    return [
      warning(
        what,
        `It is ${status}: nothing in it has tools, and its sources are not checked.`,
        status === 'suspended'
          ? `concierge sandbox reactivate ${quoted(name)}`
          : 'Nothing, if that is as it should be.',
      ),
    ];
  const { sources } = await answerOf(inSandbox(client).sources.$get({ param: { sandbox_id }, query: {} }));
  const live = sources.filter((source) => source.status !== 'disconnected');
  if (live.length === 0) return [fine(what, 'It has no sources.')];
  const findings: Finding[] = [];
  for (let at = 0; at < live.length; at += atOnce) {
    const some = live.slice(at, at + atOnce);
    findings.push(...(await Promise.all(some.map((source) => checkSource(client, sandbox, source)))));
  }
  return findings;
};

/** The health of every source of the account, checked now. */
export const checkSources = async (client: Client): Promise<Finding[]> => {
  const { sandboxes } = await answerOf(client.storage.sandboxes.$get({ query: {} }));
  const findings: Finding[] = [];
  for (const sandbox of sandboxes) findings.push(...(await checkSandbox(client, sandbox)));
  return findings;
};
