/**
 * What the conformance runner starts for each client scenario: lists the tools of the server at the last argument
 * and calls each that the catalog would offer, over the real upstream client and the real guard.
 */
import { readToolList } from '../../src/catalog/tool-list.ts';
import { createNodeEgress } from '../../src/egress/node.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import { argumentsFor } from './arguments.ts';

const egress = createNodeEgress({ policy: { mode: 'private', allow: [] } });
const upstream = createUpstream({ egress });
/** A server that waits for an answer it will not get is left after this. */
const deadline_ms = 10_000;
const target = {
  data_source_id: 'ds_01JD0000000000000000000000',
  revision: '1',
  base_url: process.argv.at(-1)!,
  auth_kind: 'none' as const,
  auth_header: null,
  credential: async () => null,
  era: null,
};

try {
  const { tools, era } = await upstream.list(target);
  const offered = (await readToolList(tools, null)).tools.flatMap(({ definition }) => definition ?? []);
  for (const tool of offered) {
    // A call that fails is for the scenario to judge; the others still count.
    const outcome = await upstream
      .call({ ...target, era }, tool.name, argumentsFor(tool, offered), { deadline_ms })
      .then(JSON.stringify, String);
    console.log(`${tool.name}: ${outcome}`);
  }
} finally {
  await upstream.close();
  await egress.close();
}
