/** For Cloudflare Workers only: see wrangler.toml. */
import { createWorker } from './worker-handler.ts';

export default createWorker();
