import { expect, it } from 'vitest';
import { answerOf } from '../../src/client/client.ts';
import { openEmbedded } from '../../src/entry/open-embedded.ts';
import { useDataDir } from '../cli/data-dir.ts';
import { startMessagesApi } from '../fixtures/messages-api.ts';

const env = useDataDir();
const never = new AbortController().signal;

it('who leaves ends the stream that is being read, as over a network, and with it what it came from', async () => {
  const api = await startMessagesApi();
  const variables = { ...env, ANTHROPIC_BASE_URL: api.url };
  const leave = new AbortController();
  const opened = await openEmbedded(variables, leave.signal);
  const { sandboxes } = opened.client.storage;
  const [first] = (await answerOf(sandboxes.$get({ query: {} }))).sandboxes;
  const param = { sandbox_id: first!.sandbox_id };
  const agents = sandboxes[':sandbox_id'].agents;
  await agents.$post({ param, json: { slug: 'support', name: 'Support', system_prompt: 'Help.' } });

  api.script({ hangs: [{ text: 'I am still thinking' }] });
  const ofAgent = { ...param, slug: 'support' };
  const answer = await agents[':slug'].chat.$post({ param: ofAgent, json: { message: 'hello' } });
  const reader = answer.body!.getReader();
  await reader.read();
  leave.abort();
  await expect(
    (async () => {
      while (!(await reader.read()).done);
    })(),
  ).rejects.toThrow('aborted');
  await opened.close();

  const again = await openEmbedded(variables, never);
  const runs = await answerOf(
    again.client.storage.sandboxes[':sandbox_id'].agents[':slug'].runs.$get({ param: ofAgent, query: {} }),
  );
  expect(runs.runs.map(({ status }) => status)).toEqual(['cancelled']);
  await again.close();
  await api.close();
});
