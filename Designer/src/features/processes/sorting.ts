import type { Process } from './processes';

export type Column = 'name' | 'version' | 'running' | 'waiting' | 'failed' | 'changed';

export interface Order {
  by: Column;
  descending: boolean;
}

const values: Record<Column, (process: Process) => string | number> = {
  name: (process) => process.name.toLocaleLowerCase(),
  version: (process) => process.latestVersion,
  running: (process) => process.runs?.running ?? 0,
  waiting: (process) => process.runs?.waiting ?? 0,
  failed: (process) => process.runs?.failed ?? 0,
  changed: (process) => process.lastChange.at,
};

/** Numbers and dates are of interest from the top, names from A. */
export function nextOrder(order: Order, by: Column): Order {
  return order.by === by ? { by, descending: !order.descending } : { by, descending: by !== 'name' };
}

/** By every word of the search in name, description or id; equal ones by name. */
export function arranged(processes: readonly Process[], search: string, order: Order): Process[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const value = values[order.by];
  return processes
    .filter((process) => {
      const text = `${process.name} ${process.description ?? ''} ${process.id}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => {
      const [first, second] = [value(a), value(b)];
      const compared = first < second ? -1 : first > second ? 1 : 0;
      return (order.descending ? -compared : compared) || a.name.localeCompare(b.name);
    });
}
