import type { Command, CommandName } from '../commands.ts';
import type { Emissions, TurnState } from '../turn-state.ts';
import { affirm, back, cancel, choose, deny, skip } from './answer.ts';
import { accept, pause, resume, revoke, test } from './change.ts';
import { clarify } from './clarify.ts';
import { clear, register, set } from './fill.ts';
import { listAgents, listSandboxes, listSources, listTools } from './list.ts';
import { copy, createSandbox } from './sandbox.ts';
import { showSource } from './show.ts';
import {
  answerInProse,
  bye,
  cannotHandle,
  greet,
  help,
  outOfScope,
  repeat,
  restart,
  thanks,
} from './talk.ts';
import { update } from './update.ts';
import { why } from './why.ts';

type Handlers = {
  [Name in CommandName]: (turn: TurnState, command: Extract<Command, { command: Name }>) => Emissions;
};

const handlers: Handlers = {
  register,
  copy,
  create_sandbox: createSandbox,
  clarify,
  set,
  clear,
  revoke,
  update,
  pause,
  resume,
  test,
  accept,
  list_sources: listSources,
  list_sandboxes: listSandboxes,
  list_agents: listAgents,
  list_tools: listTools,
  show_source: showSource,
  why,
  choose,
  affirm,
  deny,
  cancel,
  skip,
  back,
  repeat,
  help,
  restart,
  greet,
  thanks,
  bye,
  answer: answerInProse,
  out_of_scope: outOfScope,
  unclear: cannotHandle,
};

/** Performs one command: moves the flow, calls tools, says what happened. */
export const perform = (turn: TurnState, command: Command): Emissions =>
  (handlers[command.command] as (turn: TurnState, command: Command) => Emissions)(turn, command);
