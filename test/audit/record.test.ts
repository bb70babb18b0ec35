import { describe, expect, it } from 'vitest';
import { auditChange } from '../../src/audit/record.ts';
import { createMemoryStore } from '../../src/store/memory.ts';

const caller = { user_id: 'us_1' };
const at = new Date('2026-01-02T03:04:05.678Z');

describe('an audit record', () => {
  it('says who, what, where and when, and lies with the account', async () => {
    const store = createMemoryStore();
    const detail = { name: 'acme', rate: 60, tools: ['a', 'b'] };
    await store.commit([
      auditChange({ caller, action: 'source.register', subject: 'ds_1', sandbox_id: 'sb_1', detail, at }),
    ]);
    const [entry] = (await store.list('{us_1}/audit/')).entries;
    expect(entry?.value).toEqual({
      action: 'source.register',
      subject: 'ds_1',
      sandbox_id: 'sb_1',
      detail,
      at: '2026-01-02T03:04:05.678Z',
    });
  });

  it('is not stored when the change it records is refused', async () => {
    const store = createMemoryStore();
    const record = auditChange({ caller, action: 'account.create', subject: 'us_1', at });
    await expect(store.commit([record, { key: '{us_1}/account', value: 1, expect: 7 }])).rejects.toThrow();
    expect((await store.list('{us_1}/')).entries).toEqual([]);
  });

  it('sorts by time, and within a millisecond by the order of its making', async () => {
    const store = createMemoryStore();
    const made = [0, 0, 0, 1, 5].map((ms, index) =>
      auditChange({
        caller,
        action: 'sandbox.update',
        subject: `sb_${index}`,
        at: new Date(at.getTime() + ms),
      }),
    );
    await store.commit(made.toReversed());
    const subjects = (await store.list<{ subject: string }>('{us_1}/audit/')).entries.map(
      ({ value }) => value.subject,
    );
    expect(subjects).toEqual(['sb_0', 'sb_1', 'sb_2', 'sb_3', 'sb_4']);
  });
});
