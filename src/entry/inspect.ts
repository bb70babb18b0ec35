/** For Node only. */
import { broken, type Finding, fine, type Inspection, warning } from '../cli/doctor/finding.ts';
import { answerOf } from '../client/client.ts';
import { probe } from '../client/probe.ts';
import { type Config, isLoopback, parseConfig } from '../config.ts';
import { isConciergeError } from '../errors.ts';
import { inspectEgress, inspectModel, inspectPort, inspectStore } from './inspect-machine.ts';
import { openEmbedded } from './open-embedded.ts';
import { openServer, type Server, serverIn } from './open-server.ts';

type Variables = Record<string, string | undefined>;

const ownNode = (): Finding => fine('node', process.versions.node);

/** What was read, or the finding that it cannot be. */
const parsed = <T>(read: () => T): { value: T } | { finding: Finding } => {
  try {
    return { value: read() };
  } catch (error) {
    if (!isConciergeError(error, 'validation')) throw error;
    return { finding: broken('configuration', error.message) };
  }
};

const inspectServer = async (server: Server, signal: AbortSignal): Promise<Inspection> => {
  const findings = [ownNode()];
  const give = (finding: Finding): Inspection => ({ findings: [...findings, finding], api: null });
  try {
    const { state, detail } = await probe(server.url);
    if (state !== 'ready')
      return give(
        broken('server', `${server.url}: ${detail}`, state === 'strange' ? 'Check CONCIERGE_URL.' : null),
      );
  } catch (error) {
    if (!isConciergeError(error)) throw error;
    return give(broken('server', error.message));
  }
  const isOpen = server.url.startsWith('http:') && !isLoopback(new URL(server.url).hostname);
  findings.push(
    isOpen
      ? warning(
          'server',
          `${server.url} is ready, but the key and all else travel unencrypted.`,
          'Use https://.',
        )
      : fine('server', `${server.url} is ready.`),
  );
  const api = openServer(server, signal);
  try {
    const { user_id } = await answerOf(api.client.users.me.profile.$get());
    findings.push(fine('key', `CONCIERGE_API_KEY is of the account ${user_id}.`));
    return { findings, api };
  } catch (error) {
    if (!isConciergeError(error)) throw error;
    return give(broken('key', error.message));
  }
};

const inspectHere = async (
  config: Config,
  variables: Variables,
  signal: AbortSignal,
): Promise<Inspection> => {
  const stored = await inspectStore(config);
  const [model, port] = await Promise.all([inspectModel(config), inspectPort(config)]);
  const findings = [ownNode(), ...stored, inspectEgress(config), model, port];
  const usable = stored.every(({ state }) => state === 'ok');
  return { findings, api: usable ? await openEmbedded(variables, signal) : null };
};

/** Looks at what the commands work on: this machine, or the server that was named, as far as it shows. */
export const inspect = async (variables: Variables, signal: AbortSignal): Promise<Inspection> => {
  const server = parsed(() => serverIn(variables));
  if ('finding' in server) return { findings: [ownNode(), server.finding], api: null };
  if (server.value !== null) return inspectServer(server.value, signal);
  const config = parsed(() => parseConfig(variables));
  if ('finding' in config) return { findings: [ownNode(), config.finding], api: null };
  return inspectHere(config.value, variables, signal);
};
