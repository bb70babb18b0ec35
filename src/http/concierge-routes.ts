import { type Context, Hono } from 'hono';
import type { Concierge, Turn, TurnInput } from '../concierge/events.ts';
import { Credential } from '../domain/credential.ts';
import type { Log } from '../log.ts';
import { conciergeOperations as operations, type TurnSummary } from './concierge-operations.ts';
import { etag, expecting } from './entity-version.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { sseResponse } from './sse.ts';

export type ConciergeRoutesDeps = {
  concierge: Concierge;
  log: Log;
  now: () => number;
  /** Told of every turn that runs, so that a stop can wait for it. */
  track: (running: Promise<unknown>) => void;
};

/** One turn read to its end, as `POST …/concierge/test` answers it. */
const summarize = async (turn: Turn): Promise<Omit<TurnSummary, 'duration_ms'>> => {
  const summary: Omit<TurnSummary, 'duration_ms'> = {
    run_id: turn.run_id,
    status: 'failed',
    output_text: '',
    tools_called: [],
    tokens_in: 0,
    tokens_out: 0,
    error_message: null,
    session_id: turn.session_id,
  };
  for await (const { event, data } of turn.events) {
    if (event === 'agent_text_delta') summary.output_text += data.text;
    if (event === 'agent_tool_call') summary.tools_called.push(data.name);
    if (event === 'agent_error') summary.error_message = data.message;
    if (event === 'agent_finish') {
      summary.status = data.stop_reason === 'cancelled' ? 'cancelled' : 'succeeded';
      summary.tokens_in = data.usage.tokens_in;
      summary.tokens_out = data.usage.tokens_out;
    }
  }
  return summary;
};

/** `…/sandboxes/{id}/concierge`: the conversation, a turn a request. */
export const conciergeRoutes = ({ concierge, log, now, track }: ConciergeRoutesDeps) => {
  const begin = (
    c: Context<HttpEnv>,
    input: TurnInput,
    session_id: string | undefined,
    signal: AbortSignal,
  ) =>
    concierge.beginTurn(c.get('caller'), {
      sandbox_id: sandboxOf(c),
      ...(session_id === undefined ? {} : { session_id }),
      input,
      signal,
      trace: c.get('trace'),
      ...expecting(c),
    });

  const stream = async (c: Context<HttpEnv>, input: TurnInput, session_id?: string): Promise<Response> => {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, c.req.raw.signal]);
    const turn = await begin(c, input, session_id, signal);
    const requestId = c.get('requestId');
    const { response, done } = sseResponse(turn, { cancel: () => gone.abort(), log, requestId });
    track(done);
    return response;
  };

  return new Hono<HttpEnv>()
    .post('/chat', operations.chat, async (c) => {
      const body = c.req.valid('json');
      return stream(c, { kind: 'message', text: body.message, echo: body.echo ?? false }, body.session_id);
    })
    .post('/test', operations.test, async (c) => {
      const body = c.req.valid('json');
      const started = now();
      const turn = await begin(c, { kind: 'message', text: body.message }, undefined, c.req.raw.signal);
      const running = summarize(turn);
      track(running);
      return c.json({ ...(await running), duration_ms: now() - started });
    })
    .get('/sessions', operations.sessions, async (c) => {
      const sessions = await concierge.listSessions(c.get('caller'), sandboxOf(c));
      return c.json({ sessions, count: sessions.length });
    })
    .get('/sessions/:session_id', operations.session, async (c) => {
      const session = await concierge.getSession(c.get('caller'), sandboxOf(c), c.req.param('session_id'));
      return c.json(session, 200, etag(session));
    })
    .post('/sessions/:session_id/credential', operations.credential, async (c) => {
      const body = c.req.valid('json');
      return stream(c, { kind: 'credential', value: new Credential(body.value) }, c.req.param('session_id'));
    })
    .post('/sessions/:session_id/reply', operations.reply, async (c) => {
      const { id, version } = c.req.valid('json');
      return stream(
        c,
        { kind: 'reply', id, ...(version === undefined ? {} : { version }) },
        c.req.param('session_id'),
      );
    });
};
