import { useRef, useState } from 'preact/hooks';
import { answerOf } from '../../client/client.ts';
import { namespaceOf } from '../../domain/label.ts';
import { sandboxApi, sentenceOf } from '../state/api.ts';
import { agents, chooseAgent, inSandbox } from '../state/place.ts';
import { tell } from '../state/view.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Problem } from '../ui/panel-error.tsx';

const create = async (form: FormData): Promise<string> => {
  const name = String(form.get('name')).trim();
  const json = {
    slug: String(form.get('slug')).trim(),
    name,
    system_prompt: String(form.get('system_prompt')),
  };
  const { slug } = await answerOf(sandboxApi.agents.$post({ param: inSandbox(), json }));
  return slug;
};

/** The slug that a name suggests; the field follows the name until it is written in. */
const slugOf = (name: string): string => (name.trim() === '' ? '' : namespaceOf(name));

/** Makes an agent that has every tool of its sandbox, and chooses it. */
export const CreateAgent = ({ onClose }: { onClose: () => void }) => {
  const [problem, setProblem] = useState<string | null>(null);
  const slugField = useRef<HTMLInputElement>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      const slug = await create(new FormData(event.currentTarget as HTMLFormElement));
      await agents.reload();
      chooseAgent(slug);
      tell(`Agent ${slug} is created.`);
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <Dialog title="New agent" onClose={onClose}>
      <form class="stack" method="post" onSubmit={submit}>
        <label class="field">
          <span>Name</span>
          <input
            name="name"
            required
            maxLength={120}
            placeholder="Support agent"
            autocomplete="off"
            autofocus
            onInput={({ currentTarget }) => {
              const slug = slugField.current;
              if (slug !== null && !slug.dataset.chosen) slug.value = slugOf(currentTarget.value);
            }}
          />
        </label>
        <label class="field">
          <span>Slug, the name that programs use</span>
          <input
            ref={slugField}
            name="slug"
            required
            maxLength={64}
            pattern="[a-z0-9\-]+"
            title="Small letters, digits and hyphens"
            placeholder="support-agent"
            autocomplete="off"
            onInput={({ currentTarget }) => {
              currentTarget.dataset.chosen = currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span>Instructions</span>
          <textarea name="system_prompt" required rows={3} placeholder="You help our customers." />
        </label>
        <Problem text={problem} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Create
          </button>
        </div>
      </form>
    </Dialog>
  );
};
