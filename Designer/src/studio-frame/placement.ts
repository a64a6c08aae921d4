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

function firstStep(nodes: Iterable<SVGGElement>): Box | null {
  let first: Box | null = null;
  for (const node of nodes) {
    const at = node.transform.baseVal.consolidate()?.matrix;
    const box = node.getBBox();
    const here = { x: (at?.e ?? 0) + box.x, y: (at?.f ?? 0) + box.y, width: box.width, height: box.height };
    if (!first || here.x < first.x) first = here;
  }
  return first;
}

function place(): string | null {
  const viewport = document.querySelector<SVGGElement>('.x6-graph-svg-viewport');
  const room = viewport?.ownerSVGElement?.getBoundingClientRect();
  const start = firstStep(document.querySelectorAll<SVGGElement>('.x6-node'));
  if (!viewport || !room || !start || room.width < 2 * margin) return null;
  const { scale, x, y } = placementOf(viewport.getBBox(), start, room);
  // The diagram's library reads its position from here whenever it needs it.
  const transform = `matrix(${scale},0,0,${scale},${x},${y})`;
  viewport.setAttribute('transform', transform);
  return transform;
}

/** Shows the diagram from its beginning until somebody moves it. Studio centres it when it has drawn it, which may be a good while after its first step appears. */
export function placeDiagram(): void {
  const watch = new MutationObserver((changes) => {
    if (changes.some(({ target }) => target instanceof SVGGElement && target.matches('.x6-graph-svg-viewport') && target.getAttribute('transform') !== placed)) placed = place();
  });
  let placed = place();
  watch.observe(document.body, { attributes: true, attributeFilter: ['transform'], subtree: true });
  for (const kind of ['pointerdown', 'wheel', 'keydown', 'dragstart']) document.addEventListener(kind, () => watch.disconnect(), { capture: true, passive: true, once: true });
}
