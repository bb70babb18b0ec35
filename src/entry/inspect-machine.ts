/** For Node only. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createAnthropicModel } from '../agents/loop/anthropic.ts';
import { broken, type Finding, fine, warning } from '../cli/doctor/finding.ts';
import { probe } from '../client/probe.ts';
import { type Config, isLoopback } from '../config.ts';
import { ConciergeError, isConciergeError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Store } from '../store/port.ts';
import { openShared, openVaultOf } from './node-adapters.ts';

/** How long the model may take to say a word, in ms. */
const modelWithinMs = 15_000;

/** A finding, or the error of ours that kept it from being made. */
const looked = async (what: string, look: () => Promise<Finding>): Promise<Finding> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ConciergeError)) throw error;
    return broken(what, error.message);
  }
};

const writable = async (store: Store): Promise<void> => {
  const key = keys.system.doctor(crypto.randomUUID());
  await store.commit([{ key, value: {}, ttl_ms: 60_000 }]);
  await store.commit([{ key, value: undefined }]);
};

const storeName = ({ redis, dataDir }: Config): string =>
  redis === null ? `the embedded one in ${resolve(dataDir)}` : 'Redis';

/** The store, and the master key that belongs to it. */
export const inspectStore = async (config: Config): Promise<Finding[]> => {
  let store: Store | undefined;
  const findings: Finding[] = [];
  try {
    findings.push(
      await looked('store', async () => {
        ({ store } = await openShared(config));
        await writable(store);
        return fine('store', `${storeName(config)}: it can be read and written.`);
      }),
    );
    const opened = store;
    if (opened === undefined) return findings;
    const from = config.masterKey === null ? 'the data directory' : 'CONCIERGE_MASTER_KEY';
    findings.push(
      await looked('master key', async () => {
        await openVaultOf(config, opened);
        return fine('master key', `the one in ${from}: it opens what is stored.`);
      }),
    );
    return findings;
  } finally {
    await store?.close();
  }
};

/** Which servers may be reached, and what that means. */
export const inspectEgress = ({ egress: { mode, allow }, host }: Config): Finding => {
  const what = 'egress';
  const also = allow.length === 0 ? '' : ` Also: ${allow.join(', ')}.`;
  if (mode === 'public') return fine(what, `public: sources are at public https:// addresses only.${also}`);
  const says =
    'private: sources may be on this machine and in private networks too; http:// on this machine only.';
  if (isLoopback(host)) return fine(what, says);
  return warning(
    what,
    `${says} But HOST is ${host}: whoever has a key can make this server call private addresses.`,
    'Set CONCIERGE_EGRESS=public, and open single hosts with CONCIERGE_EGRESS_ALLOW.',
  );
};

const sayAWord = async ({ model }: Config): Promise<void> => {
  const provider = createAnthropicModel(model, { maxRetries: 0 });
  if (provider === null) return;
  const messages = [{ role: 'user' as const, content: 'Say: ok' }];
  const request = { model: model.name, system: '', messages, tools: [], max_tokens: 8 };
  const words = provider.answer(request, AbortSignal.timeout(modelWithinMs));
  while (!(await words.next()).done);
};

/** The language model: whether there is one, and whether it answers. */
export const inspectModel = (config: Config): Promise<Finding> => {
  const what = 'model';
  const { model, interpreter } = config;
  return looked(what, async () => {
    if (model.apiKey === null && model.baseUrl === null)
      return fine(
        what,
        'none is set up. The conversation works without; agents cannot be run (ANTHROPIC_API_KEY changes both).',
      );
    await sayAWord(config);
    const uses =
      interpreter === 'offline' ? 'agents only (CONCIERGE_INTERPRETER=offline)' : 'conversation and agents';
    return fine(what, `${model.name} answers; used for ${uses}.`);
  });
};

const isFree = async (port: number, host: string): Promise<boolean> => {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw new ConciergeError(
      'precondition_failed',
      `Port ${port} of ${host} cannot be had (${(error as NodeJS.ErrnoException).code}). Set HOST to an address of this machine and PORT to one you may use.`,
    );
  } finally {
    server.close();
  }
};

/** The port that `serve` would listen on. */
export const inspectPort = ({ port, host }: Config): Promise<Finding> => {
  const what = 'port';
  return looked(what, async () => {
    if (port === 0) return fine(what, 'PORT is 0: each start takes a free one.');
    if (await isFree(port, host)) return fine(what, `${port} of ${host} is free for \`concierge serve\`.`);
    const name = host.includes(':') ? `[${host}]` : host;
    const there = await probe(`http://${name}:${port}`).catch((error: unknown) => {
      if (!isConciergeError(error, 'unavailable')) throw error;
      return { state: 'strange' as const };
    });
    if (there.state !== 'strange') return fine(what, `a Concierge serves on ${port} of ${host}.`);
    return broken(
      what,
      `Something else listens on ${port} of ${host}, so \`concierge serve\` cannot start.`,
      `Stop it, or choose another port: PORT=${port + 1} concierge serve`,
    );
  });
};
