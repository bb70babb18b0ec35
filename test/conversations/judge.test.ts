import { describe, expect, it } from 'vitest';
import type { Expectation } from './conversation.ts';
import { judge, type Seen, type SeenSource } from './judge.ts';

const seen: Seen = {
  status: 200,
  text: 'Docs is Active: 3 tools.',
  toolsCalled: ['test_user_mcp_source'],
  state: {
    version: 2,
    flow: 'register',
    awaiting: 'name',
    slots: { auth_kind: 'none' },
    options: [],
    secret_input: false,
    interrupted: [],
  },
  malformed: [],
};
const sources: SeenSource[] = [
  {
    name: 'Docs',
    status: 'active',
    sandbox: 'default',
    auth_kind: 'none',
    base_url: 'http://127.0.0.1:1/mcp',
  },
];

describe('judging a turn', () => {
  it.each<Expectation>([
    {},
    { flow: 'register', awaiting: 'name', secret_input: false },
    { slots: { auth_kind: 'none', name: null } },
    { tools_called: ['test_user_mcp_source'] },
    { says: ['docs', 'healthy|active'], never_says: ['paused'] },
    {
      sources: [
        { name: 'Docs', status: 'active' },
        { name: 'Gone', exists: false },
      ],
    },
  ])('finds nothing wrong with %j', (expected) => {
    expect(judge(expected, seen, sources)).toEqual([]);
  });

  it.each<Expectation>([
    { flow: null },
    { awaiting: 'sandbox' },
    { secret_input: true },
    { slots: { name: 'Docs' } },
    { slots: { auth_kind: null } },
    { tools_called: [] },
    { tools_called: ['test_user_mcp_source', 'test_user_mcp_source'] },
    { says: ['healthy|paused'] },
    { never_says: ['ACTIVE'] },
    { sources: [{ name: 'Docs', status: 'error' }] },
    { sources: [{ name: 'Docs', exists: false }] },
    { sources: [{ name: 'Gone' }] },
  ])('finds one thing wrong with %j', (expected) => {
    expect(judge(expected, seen, sources)).toHaveLength(1);
  });

  it('counts frames out of order, whatever was expected', () => {
    expect(judge({}, { ...seen, malformed: ['no flow_state'] }, sources)).toEqual(['no flow_state']);
  });
});
