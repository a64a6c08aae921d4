/** Where a diagram is first shown. Studio centres it, and the middle of a wide one is a place between two steps. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const margin = 36;
// Below this nobody can read what a step is called.
const smallest = 0.6;

/** @param start the first step, in the diagram's own measure @returns scale and offset: the whole diagram where it is readable then, otherwise its beginning */
export function placementOf(content: Box, start: Box, window: { width: number; height: number }): { scale: number; x: number; y: number } {
  const scale = Math.min(1, (window.width - 2 * margin) / content.width, (window.height - 2 * margin) / content.height);
  if (scale >= smallest) return { scale, x: (window.width - content.width * scale) / 2 - content.x * scale, y: (window.height - content.height * scale) / 2 - content.y * scale };
  const middle = window.height / 2 - (start.y + start.height / 2);
  // As much of it as there is room for, with the first step in sight.
  const top = margin - content.y;
  return { scale: 1, x: margin - start.x, y: content.height + 2 * margin <= window.height ? (window.height - content.height) / 2 - content.y : Math.min(middle, top) };
}

/** The same for a run: where the whole of it is not readable, the step that it stands at is in the middle. */
export function placementAt(content: Box, step: Box, window: { width: number; height: number }): { scale: number; x: number; y: number } {
  const { scale, ...whole } = placementOf(content, step, window);
  return scale < 1 || (content.width + 2 * margin <= window.width && content.height + 2 * margin <= window.height)
    ? { scale, ...whole }
    : { scale: 1, x: window.width / 2 - step.x - step.width / 2, y: window.height / 2 - step.y - step.height / 2 };
}

/** @param step and @param window on the screen @returns how far the diagram is to be moved so that the step is in the middle; nothing where all of it is seen already */
export function shiftTo(step: Box, window: Box): { x: number; y: number } {
  const seen = step.x >= window.x && step.y >= window.y && step.x + step.width <= window.x + window.width && step.y + step.height <= window.y + window.height;
  return seen ? { x: 0, y: 0 } : { x: window.x + window.width / 2 - step.x - step.width / 2, y: window.y + window.height / 2 - step.y - step.height / 2 };
}

/** Where a step is, in the diagram's own measure. */
function boxOf(node: SVGGElement): Box {
  const at = node.transform.baseVal.consolidate()?.matrix;
  const box = node.getBBox();
  return { x: (at?.e ?? 0) + box.x, y: (at?.f ?? 0) + box.y, width: box.width, height: box.height };
}

function firstStep(nodes: Iterable<SVGGElement>): Box | null {
  let first: Box | null = null;
  for (const node of nodes) {
    const here = boxOf(node);
    if (!first || here.x < first.x) first = here;
  }
  return first;
}

/** The step that a run stands at, when the diagram is of one. */
let current: string | null = null;

function place(): string | null {
  const viewport = document.querySelector<SVGGElement>('.x6-graph-svg-viewport');
  const room = viewport?.ownerSVGElement?.getBoundingClientRect();
  const start = firstStep(document.querySelectorAll<SVGGElement>('.x6-node'));
  if (!viewport || !room || !start || room.width < 2 * margin) return null;
  const whole = viewport.getBBox();
  const here = current === null ? null : document.querySelector<SVGGElement>(`.x6-node[data-cell-id="${CSS.escape(current)}"]`);
  const { scale, x, y } = here ? placementAt(whole, boxOf(here), room) : placementOf(whole, start, room);
  // The diagram's library reads its position from here whenever it needs it.
  const transform = `matrix(${scale},0,0,${scale},${x},${y})`;
  if (viewport.getAttribute('transform') !== transform) viewport.setAttribute('transform', transform);
  // Steps are drawn one by one: the one that is looked for may be still to come.
  return current === null || here ? transform : null;
}

let watch: MutationObserver | null = null;

function moved(): void {
  watch?.disconnect();
  watch = null;
}

/**
 * Shows the diagram from its beginning, or where a run stands, until somebody moves it.
 * Studio centres it when it has drawn it, which may be a good while after its first step appears, and draws that of a run anew when the run's numbers have come.
 */
export function placeDiagram(): void {
  let placed = place();
  watch = new MutationObserver((changes) => {
    // Without steps there is nothing to place yet: they are drawn after the diagram has been centred.
    if (placed === null || changes.some(({ target }) => target instanceof SVGGElement && target.matches('.x6-graph-svg-viewport') && target.getAttribute('transform') !== placed)) placed = place();
  });
  watch.observe(document.body, { attributes: true, attributeFilter: ['transform'], childList: true, subtree: true });
  for (const kind of ['pointerdown', 'wheel', 'keydown', 'dragstart']) document.addEventListener(kind, moved, { capture: true, passive: true, once: true });
}

/** Takes in where a run stands. @param run the answer that Studio gets */
export function learnStep(run: unknown): void {
  const bookmarks = (run as { workflowState?: { bookmarks?: { activityId?: string }[] } }).workflowState?.bookmarks ?? [];
  current = bookmarks.find(({ activityId }) => activityId)?.activityId ?? null;
}

/** Moves the diagram to a step that is out of sight. */
export function bringIntoView(step: Element): void {
  const viewport = document.querySelector<SVGGElement>('.x6-graph-svg-viewport');
  const matrix = viewport?.transform.baseVal.consolidate()?.matrix;
  const room = viewport?.ownerSVGElement?.getBoundingClientRect();
  if (!viewport || !matrix || !room) return;
  const { x, y } = shiftTo(step.getBoundingClientRect(), room);
  if (x === 0 && y === 0) return;
  moved();
  viewport.setAttribute('transform', `matrix(${matrix.a},0,0,${matrix.d},${matrix.e + x},${matrix.f + y})`);
}
