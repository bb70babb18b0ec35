import { explain } from './explain.ts';
import { serve } from './serve.ts';

serve(process.env).catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
