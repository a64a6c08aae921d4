import { useSyncExternalStore } from 'react';

/** Whether the server tells us what happens. While it does, asking by itself is only the safety net. */
export const live = (() => {
  let listening = false;
  const listeners = new Set<() => void>();
  return {
    get: () => listening,
    set(value: boolean) {
      if (listening === value) return;
      listening = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
})();

const safetyNet = 60_000;

/** How often to ask. @param otherwise milliseconds between two questions while nobody tells us */
export function useInterval(otherwise: number): number {
  return useSyncExternalStore(live.subscribe, live.get) ? Math.max(safetyNet, otherwise) : otherwise;
}
