// A process of its own for the tests of the SQLite store: `<verb> <path> <count>`.
import { StaleVersionError } from '../../src/store/port.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';

const [verb, path, count] = process.argv.slice(2) as [string, string, string];
const store = createSqliteStore({ path });

const increment = async (): Promise<void> => {
  const seen = await store.get<number>('{us_1}/counter');
  try {
    await store.commit([
      { key: '{us_1}/counter', value: (seen?.value ?? 0) + 1, expect: seen?.version ?? 'absent' },
    ]);
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    await increment();
  }
};

if (verb === 'increment') {
  for (let n = 0; n < Number(count); n++) await increment();
  await store.close();
}

if (verb === 'count-forever')
  for (let n = 1; ; n++) {
    await store.commit(
      [
        { key: '{us_1}/last', value: n },
        { key: `{us_1}/secret/sb/${n % 10}`, value: n },
      ],
      { erase: n % 5 === 0 },
    );
    process.stdout.write(`${n}\n`);
  }
