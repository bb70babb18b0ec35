// A first start in a process of its own, on the SQLite file given; prints what it found or made.
import { ensureFirstAccount } from '../../src/accounts/ensure-first-account.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';

const store = createSqliteStore({ path: process.argv[2]! });
const { user_id, api_key } = await ensureFirstAccount({ store, now: () => new Date() });
process.stdout.write(JSON.stringify({ user_id, made_key: api_key !== null }));
await store.close();
