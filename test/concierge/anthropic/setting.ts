import {
  createModelInterpreter,
  type ModelInterpreterOptions,
} from '../../../src/concierge/anthropic/interpreter.ts';
import type { Command } from '../../../src/concierge/commands.ts';
import { Credential } from '../../../src/domain/credential.ts';
import {
  type Block,
  type MessagesRequest,
  type Reply,
  startMessagesApi,
} from '../../fixtures/messages-api.ts';
import { openStage, type TalkOptions } from '../driver.ts';

export const modelKey = 'sk-ant-the-key-of-the-model-1';

/** A message of the model that proposes these commands, right or wrong. */
export const proposes = (...commands: (Command | Record<string, unknown>)[]): Reply => ({
  says: [{ tool: 'propose_commands', input: { commands } }],
});

/** A message of the model that asks for a reading. */
export const reads = (tool: string, input: object = {}): Reply => ({ says: [{ tool, input }] });
export const says = (...blocks: Block[]): Reply => ({ says: blocks });

/** What the model was sent last: the texts of a message, by its place from the end. */
export const textsOf = ({ body }: MessagesRequest, fromEnd = 1): string[] => {
  const { content } = body.messages.at(-fromEnd)!;
  if (typeof content === 'string') return [content];
  return (content as { text?: string; content?: string }[]).map((block) => block.text ?? block.content ?? '');
};

/** The real rooms, the real SDK and a scripted Messages API over HTTP. */
export const openModelStage = async () => {
  const stage = await openStage();
  const api = await startMessagesApi();

  /** A conversation that this script's model understands. */
  const startTalk = (options: TalkOptions & { model?: Partial<ModelInterpreterOptions> } = {}) =>
    stage.startTalk({
      ...options,
      interpreter: (offline) =>
        createModelInterpreter({
          settings: { apiKey: new Credential(modelKey), baseUrl: api.url },
          model: 'claude-haiku-5-5',
          offline,
          secrets: [],
          now: Date.now,
          ...options.model,
        })!,
    });

  return {
    ...stage,
    api,
    startTalk,
    close: async () => {
      await stage.close();
      await api.close();
    },
  };
};

export type ModelStage = Awaited<ReturnType<typeof openModelStage>>;
