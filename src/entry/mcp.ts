/** For Node only. */
import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { ensureFirstCaller, ensureFirstSandbox } from '../accounts/ensure-first-account.ts';
import { createSignInCode } from '../accounts/sign-in-code.ts';
import type { App } from '../app.ts';
import { parseConfig } from '../config.ts';
import { Credential } from '../domain/credential.ts';
import { createBridge } from '../gateway/own-tools/bridge.ts';
import type { OwnSession } from '../gateway/own-tools/own-server.ts';
import { listen } from './listen.ts';
import { openApp } from './open-app.ts';
import { type Server, serverIn } from './open-server.ts';

const { stdin } = process;

/** When the client has gone, or a signal came. */
const untilLeft = async (signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return;
  const left = new AbortController();
  const gone = ['end', 'close'].map((event) => once(stdin, event, { signal: left.signal }));
  await Promise.race([...gone, once(signal, 'abort', { signal: left.signal })]).finally(() => {
    for (const waiting of gone) waiting.catch(() => undefined);
    left.abort();
  });
};

/** The page of links, on a port of its own from the first link on: nothing else of this machine needs to run. */
const createLinkPage = (app: App, caller: OwnSession['caller']) => {
  let server: ReturnType<typeof listen> | null = null;
  return {
    linkUrl: async ({ id }: { id: string }): Promise<string> => {
      server ??= listen(app, { host: '127.0.0.1', port: 0 });
      const [{ origin }, code] = await Promise.all([server, createSignInCode(app.rooms.accounts, caller)]);
      return `${origin}/links/${id}#code=${code.reveal()}`;
    },
    stop: async () => (await server)?.stop(),
  };
};

const serveInProcess = async (variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> => {
  const config = parseConfig({ ...variables, LOG_LEVEL: variables.LOG_LEVEL || 'warn' });
  // The page of links is for this machine, wherever a server of these settings would listen.
  const app = await openApp({ ...config, host: '127.0.0.1', publicUrl: null });
  const { accounts } = app.rooms;
  const caller = await ensureFirstCaller(accounts);
  await ensureFirstSandbox(accounts, caller);
  const page = createLinkPage(app, caller);
  const stdio = serveStdio(() => app.ownServer({ caller, linkUrl: page.linkUrl, endsWithClient: true }));
  await untilLeft(signal);
  await stdio.close();
  app.drain();
  await app.settled();
  await page.stop();
  await app.close();
};

const serveBridge = async ({ url, key }: Server, signal: AbortSignal): Promise<void> => {
  const bridges = new Set<ReturnType<typeof createBridge>>();
  const stdio = serveStdio(() => {
    const bridge = createBridge({ url, apiKey: new Credential(key) });
    bridges.add(bridge);
    return bridge.server;
  });
  await untilLeft(signal);
  await stdio.close();
  await Promise.all([...bridges].map((bridge) => bridge.close()));
};

/**
 * Serves the Concierge's own tools on standard input and output until the client leaves or `signal` says so.
 * Errors: those of `serverIn`, `parseConfig` and `openApp`.
 */
export const serveMcp = (variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> => {
  const server = serverIn(variables);
  return server === null ? serveInProcess(variables, signal) : serveBridge(server, signal);
};
