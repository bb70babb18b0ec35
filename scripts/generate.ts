// Writes every generated file. That they are up to date is checked by test/house/generated.test.ts.
import { writeFileSync } from 'node:fs';
import { chartsModule } from './generate-charts.ts';
import { diagrams, machines } from './generate-diagrams.ts';
import { openApiFile } from './generate-openapi.ts';
import { promptsModule } from './generate-prompts.ts';

/** Every generated file of the project, by its path from the root. */
export const generatedFiles = (): [file: string, content: string][] => [
  ['src/concierge/prompts.gen.ts', promptsModule()],
  ...diagrams(),
  ['src/web/flow/charts.gen.ts', chartsModule(machines)],
  ['docs/openapi.json', openApiFile()],
];

if (import.meta.main)
  for (const [file, content] of generatedFiles())
    writeFileSync(new URL(`../${file}`, import.meta.url), content);
