import { useRef } from 'preact/hooks';
import { type View, view } from '../state/view.ts';

type Props = { tabs: readonly { id: View; name: string }[]; shown: View };

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Panels to choose from, one in front; the arrow keys go from one to the next. */
export const Tabs = ({ tabs, shown }: Props) => {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    const at = (tabs.findIndex(({ id }) => id === shown) + step + tabs.length) % tabs.length;
    view.value = tabs[at]!.id;
    list.current?.querySelectorAll('button')[at]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Panels" ref={list} onKeyDown={move}>
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={id === shown}
          aria-controls={id === shown ? `panel-${id}` : undefined}
          tabIndex={id === shown ? 0 : -1}
          onClick={() => {
            view.value = id;
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
};
