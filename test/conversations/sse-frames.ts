import type { FlowState, TurnEvent, Usage } from '../../src/concierge/events.ts';
import type { Seen } from './judge.ts';

/** The frames of an SSE body; comment lines are dropped. Throws when a block is not a frame. */
export const parseFrames = (body: string): TurnEvent[] =>
  body
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const match = /^event: (\w+)\ndata: (.+)$/.exec(block);
      if (match === null) throw new Error(`Not a frame: ${block}`);
      return { event: match[1], data: JSON.parse(match[2]!) } as TurnEvent;
    });

const wrongOrder = (frames: TurnEvent[]): string[] => {
  const names = frames.map(({ event }) => event);
  const problems: string[] = [];
  if (names[0] !== 'run_started' || names.lastIndexOf('run_started') !== 0)
    problems.push(`run_started is not first and once: ${names.join(' ')}`);
  if (names.at(-1) !== 'agent_finish') problems.push(`agent_finish is not last: ${names.join(' ')}`);
  if (!names.includes('flow_state')) problems.push('no flow_state');
  const calls = frames.flatMap((frame) => (frame.event === 'agent_tool_call' ? [frame.data.call_id] : []));
  const results = frames.flatMap((frame) =>
    frame.event === 'agent_tool_result' ? [frame.data.call_id] : [],
  );
  if (calls.join() !== results.join()) problems.push('calls and results do not pair');
  return problems;
};

/** A finished turn's frames as what a client saw. */
export const seenIn = (body: string): Seen => {
  const frames = parseFrames(body);
  const states = frames.flatMap((frame): FlowState[] => (frame.event === 'flow_state' ? [frame.data] : []));
  return {
    status: 200,
    text: frames.map((frame) => (frame.event === 'agent_text_delta' ? frame.data.text : '')).join(''),
    toolsCalled: frames.flatMap((frame) => (frame.event === 'agent_tool_call' ? [frame.data.name] : [])),
    state: states.at(-1) ?? null,
    malformed: wrongOrder(frames),
  };
};

/** What the turn cost, as its finish says it. */
export const usageIn = (body: string): Usage =>
  parseFrames(body).reduce((usage, frame) => (frame.event === 'agent_finish' ? frame.data.usage : usage), {
    tokens_in: 0,
    tokens_out: 0,
  });
