import type { View } from '../view/view.ts';
import type { Members } from './members.ts';
import { notebookModelObject } from './model.ts';
import { notebookObject } from './notebook.ts';

/**
 * `window.colab.global`: the members that public projects were seen to use, with the behaviour that they report. Nothing of it
 * is a documented interface of Colab; whatever is not here does not exist.
 */
export function publish(view: View): void {
  Object.assign(window, {
    colab: {
      global: withoutRenamed(globalObject(view), view.notebook.variant.renamed),
      external: { Notebook: { config: { KERNEL_DRIVE_HEALTH_CHECK_INTERVAL_MILLIS: 60_000 } } },
    },
  });
}

/** `object` as it looks to a script that knows members by names which Colab has changed. */
function withoutRenamed<T extends object>(object: T, renamed: readonly string[]): T {
  if (renamed.length === 0) return object;
  const hide = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide);
    // Only objects of ours: elements and the like keep their own members.
    return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
      ? withoutRenamed(value, renamed)
      : value;
  };
  return new Proxy(object, {
    has: (target, name) => !renamed.includes(String(name)) && Reflect.has(target, name),
    get: (target, name) => (renamed.includes(String(name)) ? undefined : hide(Reflect.get(target, name))),
  });
}

function globalObject(view: View): Members {
  const notebookModel = notebookModelObject(view);
  return { notebook: notebookObject(view, notebookModel), notebookModel };
}
