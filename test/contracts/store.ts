import { describe, expect, it } from 'vitest';
import { listAll } from '../../src/store/list-all.ts';
import { type Page, StaleVersionError, type Store } from '../../src/store/port.ts';

export type StoreUnderTest = {
  store: Store;
  /** Lets that much time go by for the store's clock. */
  passTime: (ms: number) => Promise<void>;
};

/** Keys that a pattern language, a collation or a careless prefix would get wrong, ascending by UTF-8 bytes. */
const oddNames = [
  '%',
  '*x',
  '[a-z]',
  '_',
  'a',
  'a b',
  'a%b',
  'a/',
  'a0',
  'aB',
  'ab',
  'é',
  '日本',
  '\u{ffee}',
  '🦊',
];

/** What every adapter of the store port promises. `open` gives a store that may hold keys of other accounts. */
export const describeStore = (name: string, open: () => Promise<StoreUnderTest>): void => {
  const withStore = async (
    work: (store: Store, prefix: string, passTime: StoreUnderTest['passTime']) => Promise<void>,
  ): Promise<void> => {
    const { store, passTime } = await open();
    try {
      await work(store, `{us_${crypto.randomUUID()}}/`, passTime);
    } finally {
      await store.close();
    }
  };

  describe(`${name}: single keys`, () => {
    it.each([
      ['an object', { a: 1, nested: { list: [1, 'two', null, true] } }],
      ['null', null],
      ['an empty string', ''],
      ['text of every kind', 'ünï 日本語 🦊 \u0000 \n "quoted" \\'],
      ['a megabyte', 'x'.repeat(1_000_000)],
    ])('gives back %s as it was put', (_, value) =>
      withStore(async (store, at) => {
        const version = await store.commit([{ key: `${at}k`, value }]);
        expect(await store.get(`${at}k`)).toEqual({ key: `${at}k`, value, version });
      }),
    );

    it('knows nothing of a key that was never put', () =>
      withStore(async (store, at) => {
        await store.commit([{ key: `${at}kk`, value: 1 }]);
        expect(await store.get(`${at}k`)).toBeNull();
      }));

    it('keeps nothing that a writer or a reader can change, be it by copies or by frozen values', () =>
      withStore(async (store, at) => {
        const given = { list: [1] };
        await store.commit([{ key: `${at}k`, value: given }]);
        given.list.push(2);
        const first = await store.get<{ list: number[] }>(`${at}k`);
        if (!Object.isFrozen(first!.value.list)) first!.value.list.push(3);
        expect((await store.get(`${at}k`))!.value).toEqual({ list: [1] });
      }));

    it('never uses a version twice, not even after a delete', () =>
      withStore(async (store, at) => {
        const key = `${at}k`;
        const versions = [await store.commit([{ key, value: 1 }])];
        versions.push(await store.commit([{ key, value: undefined }]));
        versions.push(await store.commit([{ key, value: 1, expect: 'absent' }]));
        versions.push(await store.commit([{ key: `${at}other`, value: 1 }]));
        expect(new Set(versions).size).toBe(4);
        await expect(store.commit([{ key, value: 2, expect: versions[0]! }])).rejects.toThrow(
          StaleVersionError,
        );
      }));
  });

  describe(`${name}: commits`, () => {
    it('changes, makes and deletes several keys at once, under one version', () =>
      withStore(async (store, at) => {
        await store.commit([
          { key: `${at}old`, value: 1 },
          { key: `${at}changed`, value: 1 },
        ]);
        const version = await store.commit([
          { key: `${at}old`, value: undefined },
          { key: `${at}changed`, value: 2 },
          { key: `${at}new`, value: 3 },
        ]);
        expect((await store.list(at)).entries).toEqual([
          { key: `${at}changed`, value: 2, version },
          { key: `${at}new`, value: 3, version },
        ]);
      }));

    it.each<[string, (version: number) => { key: string; expect: number | 'absent' }]>([
      ['another version than the stored one', (version) => ({ key: 'there', expect: version + 1 })],
      ['a version of a key that is not there', (version) => ({ key: 'missing', expect: version })],
      ['the absence of a key that is there', () => ({ key: 'there', expect: 'absent' })],
    ])('writes nothing when it expects %s', (_, wrong) =>
      withStore(async (store, at) => {
        const version = await store.commit([{ key: `${at}there`, value: 1 }]);
        const change = wrong(version);
        const changes = [
          { key: `${at}first`, value: 'new' },
          { key: `${at}${change.key}`, value: 2, expect: change.expect },
          { key: `${at}there`, value: undefined },
        ];
        await expect(store.commit(changes)).rejects.toMatchObject({
          name: 'StaleVersionError',
          key: `${at}${change.key}`,
        });
        expect((await store.list(at)).entries).toEqual([{ key: `${at}there`, value: 1, version }]);
      }),
    );

    it('accepts the right version and an absence that holds', () =>
      withStore(async (store, at) => {
        const version = await store.commit([{ key: `${at}a`, value: 1 }]);
        await store.commit([
          { key: `${at}a`, value: undefined, expect: version },
          { key: `${at}b`, value: 1, expect: 'absent' },
        ]);
        expect(await store.get(`${at}a`)).toBeNull();
        expect((await store.get(`${at}b`))?.value).toBe(1);
      }));

    it('takes 200 keys, and counts every one of 50 racing increments once', () =>
      withStore(async (store, at) => {
        const key = `${at}counter`;
        await store.commit(Array.from({ length: 200 }, (_, n) => ({ key: `${at}n/${n}`, value: n })));
        expect(await listAll(store, `${at}n/`)).toHaveLength(200);
        const increment = async (): Promise<void> => {
          const seen = await store.get<number>(key);
          await store
            .commit([{ key, value: (seen?.value ?? 0) + 1, expect: seen?.version ?? 'absent' }])
            .catch((error: unknown) => {
              if (!(error instanceof StaleVersionError)) throw error;
              return increment();
            });
        };
        await Promise.all(Array.from({ length: 50 }, increment));
        expect((await store.get(key))?.value).toBe(50);
      }));

    it('takes signs of life as it takes anything else', () =>
      withStore(async (store, at) => {
        const sign = { key: `${at}sign`, value: 1, ttl_ms: 600_000 };
        const version = await store.commit([{ ...sign, expect: 'absent' }], { passing: true });
        await expect(store.commit([{ ...sign, expect: 'absent' }], { passing: true })).rejects.toThrow(
          StaleVersionError,
        );
        await store.commit([{ ...sign, value: 2, expect: version }], { passing: true });
        expect((await store.get(sign.key))?.value).toBe(2);
      }));

    it('refuses keys of two accounts in one commit', () =>
      withStore(async (store, at) => {
        const changes = [
          { key: `${at}k`, value: 1 },
          { key: '{us_other}/k', value: 1 },
        ];
        await expect(store.commit(changes)).rejects.toThrow('one account');
        expect(await store.get(`${at}k`)).toBeNull();
      }));

    it('erases secrets as it deletes and overwrites them, and leaves the others', () =>
      withStore(async (store, at) => {
        const secret = (n: number) => `${at}secret/sb/${n}`;
        await store.commit([1, 2, 3].map((n) => ({ key: secret(n), value: { ciphertext: n } })));
        const version = await store.commit(
          [
            { key: secret(1), value: undefined },
            { key: secret(2), value: 'new' },
          ],
          { erase: true },
        );
        expect((await store.list(at)).entries.map(({ key, value }) => [key, value])).toEqual([
          [secret(2), 'new'],
          [secret(3), { ciphertext: 3 }],
        ]);
        expect((await store.get(secret(2)))?.version).toBe(version);
      }));
  });

  describe(`${name}: listing`, () => {
    it.each([
      ['ascending', false],
      ['descending', true],
    ])('pages through odd keys %s, each once', (_, reverse) =>
      withStore(async (store, at) => {
        await store.commit(oddNames.toReversed().map((odd) => ({ key: `${at}odd/${odd}`, value: odd })));
        const seen: unknown[] = [];
        let after: string | null = null;
        do {
          const page: Page = await store.list(`${at}odd/`, {
            limit: 2,
            reverse,
            ...(after === null ? {} : { after }),
          });
          expect(page.entries.length).toBeLessThanOrEqual(2);
          seen.push(...page.entries.map(({ value }) => value));
          after = page.cursor;
        } while (after !== null);
        expect(seen).toEqual(reverse ? oddNames.toReversed() : oddNames);
      }),
    );

    it.each([
      ['sb_1/', ['sb_1/a', 'sb_1/b']],
      ['sb_1', ['sb_1/a', 'sb_1/b', 'sb_10/a']],
      ['sb_', ['sb_1/a', 'sb_1/b', 'sb_10/a', 'sb_2/a']],
      ['sb%', []],
      ['secret/', ['secret/sb_1/x']],
      ['s', ['sb_1/a', 'sb_1/b', 'sb_10/a', 'sb_2/a', 'secret/sb_1/x', 'source']],
    ])('takes the prefix %s literally', (prefix, expected) =>
      withStore(async (store, at) => {
        const names = [
          'source',
          'sb_10/a',
          'sb_2/a',
          'sb_1/b',
          'sb_1/a',
          'tb_1/a',
          'secret/sb_1/x',
          'SB_1/a',
        ];
        await store.commit(names.map((key) => ({ key: at + key, value: 1 })));
        expect((await store.list(at + prefix)).entries.map(({ key }) => key)).toEqual(
          expected.map((key) => at + key),
        );
      }),
    );

    it('ends without a cursor when a page is exactly full, and goes on behind a key that is gone', () =>
      withStore(async (store, at) => {
        await store.commit(['a', 'b', 'c', 'd'].map((key) => ({ key: at + key, value: 1 })));
        const first = await store.list(at, { limit: 2 });
        expect(first.cursor).toBe(`${at}b`);
        await store.commit([{ key: `${at}b`, value: undefined }]);
        const rest = await store.list(at, { limit: 2, after: first.cursor! });
        expect(rest.entries.map(({ key }) => key)).toEqual([`${at}c`, `${at}d`]);
        expect(rest.cursor).toBeNull();
      }));

    it('gives at most 1,000 entries a page', () =>
      withStore(async (store, at) => {
        await store.commit(Array.from({ length: 1001 }, (_, n) => ({ key: `${at}${n}`, value: n })));
        expect((await store.list(at, { limit: 5000 })).entries).toHaveLength(1000);
        expect(await listAll(store, at)).toHaveLength(1001);
      }));
  });

  describe(`${name}: time to live`, () => {
    it('hides a key from its last millisecond on, to every verb', () =>
      withStore(async (store, at, passTime) => {
        const [key, secret] = [`${at}k`, `${at}secret/k`];
        await store.commit([
          { key, value: 1, ttl_ms: 30 },
          { key: secret, value: 1, ttl_ms: 30 },
          { key: `${at}later`, value: 1, ttl_ms: 600_000 },
        ]);
        await passTime(30);
        expect([await store.get(key), await store.get(secret)]).toEqual([null, null]);
        expect((await store.list(at)).entries.map((entry) => entry.key)).toEqual([`${at}later`]);
        await store.commit([{ key, value: 2, expect: 'absent' }]);
        await passTime(30);
        expect((await store.get(key))?.value).toBe(2);
      }));

    it('does not let an expired version pass, and takes the time to live of the last write', () =>
      withStore(async (store, at, passTime) => {
        const key = `${at}k`;
        const version = await store.commit([{ key, value: 1, ttl_ms: 30 }]);
        await store.commit([{ key: `${at}kept`, value: 1, ttl_ms: 30 }]);
        await store.commit([{ key: `${at}kept`, value: 2 }]);
        await passTime(30);
        await expect(store.commit([{ key, value: 2, expect: version }])).rejects.toThrow(StaleVersionError);
        expect((await store.get(`${at}kept`))?.value).toBe(2);
      }));
  });
};
