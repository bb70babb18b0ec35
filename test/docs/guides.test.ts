import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDocument, root } from './documents.ts';
import { type Block, blocksIn, missingLines, openGuide } from './guide.ts';

const index = readDocument('docs/guides/README.md');
const guides = globSync('docs/guides/*.md', { cwd: fileURLToPath(root) })
  .filter((path) => !path.endsWith('README.md'))
  .sort();

type Step = Block & { prints: string };

/** What is done, each with the text block behind it that says what is printed. */
const stepsOf = (text: string): Step[] => {
  const blocks = blocksIn(text);
  return blocks.flatMap((block, at) => {
    const next = blocks[at + 1];
    return block.info === 'text' ? [] : [{ ...block, prints: next?.info === 'text' ? next.body : '' }];
  });
};

type Guide = Awaited<ReturnType<typeof openGuide>>;

/** Each says what is missing of what the guide shows. */
const ways: Record<string, (guide: Guide, step: Step) => Promise<string[]> | string[]> = {
  'sh setup': (guide, { body }) => {
    guide.setup(body);
    return [];
  },
  'sh server': async (guide, { body, prints }) =>
    missingLines(guide.here(prints), await guide.serve(body, prints)),
  'sh run': async (guide, { body, prints }) => {
    const { printed, code } = await guide.run(body);
    const missing = missingLines(guide.here(prints), printed);
    return code === 0 && missing.length === 0 ? [] : [...missing, `exit ${code}`, printed];
  },
  'text talk': async (guide, { body }) => {
    const said = [...body.matchAll(/^> (.*)$/gm)].map(([, line]) => line);
    const { printed } = await guide.run('npm run chat', `${said.join('\n')}\n`);
    const missing = missingLines(guide.here(body.replace(/^> .*$/gm, '')), printed);
    return missing.length === 0 ? [] : [...missing, printed];
  },
};

describe.concurrent.each(guides)('%s', (path) => {
  const text = readDocument(path);

  it('shows the examples as they are', ({ expect }) => {
    const shown = blocksIn(text).filter(({ info }) => info.startsWith('ts '));
    for (const { info, body } of shown) expect(body).toBe(readDocument(info.slice('ts '.length)));
  });

  it('starts programs with the Node that comes along, whichever is older on the machine', ({ expect }) => {
    expect(text).not.toMatch(/^(?:\w+=\S+ )*node /m);
  });

  it('can be followed to the letter', { timeout: 240_000 }, async ({ expect }) => {
    const guide = await openGuide(text);
    try {
      for (const step of stepsOf(text).filter(({ info }) => !info.startsWith('ts ')))
        expect([step.body, await ways[step.info]!(guide, step)]).toEqual([step.body, []]);
    } finally {
      await guide.close();
    }
  });
});

it('the index names every guide, and every example is in one', () => {
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => `docs/guides/${name}`);
  expect(linked.toSorted()).toEqual(guides);
  const named = guides.map(readDocument).join('\n');
  const examples = globSync('examples/*.ts', { cwd: fileURLToPath(root) });
  expect(examples.filter((path) => !named.includes(path))).toEqual([]);
  expect(examples.length).toBeGreaterThan(6);
});
