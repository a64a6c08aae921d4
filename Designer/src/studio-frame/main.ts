/**
 * Runs in the document of Elsa Studio, before Studio: loads its unmodified files, shows how far that is, and tells the page around it what is saved.
 * Requests go out with the browser's own session: the token that Studio's elements ask for stands for nothing and is taken off.
 */
import type { FromStudio, StudioView, ToStudio } from '../features/studio/studio-messages';
import { paintCode } from './code-colours';
import { learn, markPalette, styles } from './icons';
import { bringIntoView, learnStep, placeDiagram } from './placement';
import { destinationIn, refusalIn, type Save, saveOf, textOf, versionIn } from './saves';

const scripts = [
  '_content/BlazorMonaco/jsInterop.js',
  '_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js',
  '_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js',
  '_content/MudBlazor/MudBlazor.min.js',
  '_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js',
  '_content/Radzen.Blazor/Radzen.Blazor.js',
  '_framework/blazor.webassembly.js',
];
const elements: Record<StudioView, { tag: string; attribute: string }> = {
  editor: { tag: 'elsa-workflow-definition-editor', attribute: 'definition-id' },
  viewer: { tag: 'elsa-workflow-instance-viewer', attribute: 'instance-id' },
};
// A diagram is there with its first activity. An empty one has none, and what is no flowchart has no diagram: those count after a while in milliseconds.
const drawn: [selector: string, after: number][] = [
  ['.x6-node', 0],
  ['.x6-graph', 2_000],
  ['.mud-tabs', 8_000],
];

const view: StudioView = location.pathname.endsWith('/viewer') ? 'viewer' : 'editor';
const id = new URLSearchParams(location.search).get('id') ?? '';

function tell(message: FromStudio): void {
  if (window.parent !== window) window.parent.postMessage(message, location.origin);
}

// ---- the session

let waiting: (() => void)[] = [];

function untilSignedIn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) tell({ kind: 'session-over' });
  });
}

const send = window.fetch.bind(window);

window.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input, document.baseURI);
  if (url.origin !== location.origin || !url.pathname.startsWith('/elsa/')) return send(input, init);

  const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.delete('Authorization');
  const save = saveOf(method, url.pathname, textOf(init?.body));
  if (save) tell({ kind: 'saving' });
  try {
    for (;;) {
      const answer = await send(input instanceof Request ? input.clone() : input, { ...init, headers, credentials: 'same-origin' });
      if (answer.status === 401 && window.parent !== window) {
        await untilSignedIn();
        continue;
      }

      if (answer.ok && method === 'GET' && url.pathname.endsWith('/descriptors/activities')) learn(await answer.clone().json());
      if (answer.ok && method === 'GET' && view === 'viewer' && url.pathname === `/elsa/api/workflow-instances/${encodeURIComponent(id)}`) learnStep(await answer.clone().json());
      if (save) await report(save, answer.clone());
      return answer;
    }
  } catch (problem) {
    if (save) tell({ kind: 'save-failed', published: save.publishes, conflict: false, title: '', lines: [], work: save.work });
    throw problem;
  }
};

async function report({ publishes: published, work }: Save, answer: Response): Promise<void> {
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) tell({ kind: 'saved', published, version: versionIn(body) });
  else tell({ kind: 'save-failed', published, ...refusalIn(body), work });
}

// The web socket of the live view has the session too; the token in its address is the one that stands for nothing.
const PlainSocket = window.WebSocket;
window.WebSocket = class extends PlainSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    const url = new URL(address, document.baseURI);
    url.searchParams.delete('access_token');
    super(url, protocols);
  }
};

// ---- what happens inside

for (const name of ['pushState', 'replaceState'] as const) {
  const go = history[name].bind(history);
  history[name] = (state: unknown, unused: string, url?: string | URL | null) => {
    const destination = url ? destinationIn(String(url)) : null;
    if (destination) tell({ kind: 'went-to', ...destination });
    else go(state, unused, url);
  };
}

// Looking for an activity in the palette changes nothing.
const isSearch = (field: EventTarget | null) => field instanceof HTMLInputElement && field.placeholder === 'Search';
document.addEventListener('input', ({ target }) => !isSearch(target) && tell({ kind: 'edited' }), { capture: true, passive: true });

window.addEventListener('message', (event: MessageEvent<ToStudio>) => {
  if (event.origin !== location.origin || event.source !== window.parent) return;
  if (event.data.kind === 'signed-in') {
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  } else if (event.data.kind === 'select') {
    select(event.data.activityId);
  }
});

/** As a press on the activity in the diagram, wherever in it that is: Studio shows its properties. */
function select(activityId: string): void {
  const node = document.querySelector(`.x6-node[data-cell-id="${CSS.escape(activityId)}"]`);
  if (!node) return;
  bringIntoView(node.querySelector('foreignObject') ?? node);
  const box = node.getBoundingClientRect();
  const at = { bubbles: true, cancelable: true, view: window, button: 0, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const target = node.querySelector('foreignObject') ?? node;
  for (const kind of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(kind, at));
}

// ---- the start

let bytes = 0;
let percent = 0;
let phase: 'download' | 'start' | 'open' = 'download';
const progress = () => tell({ kind: 'progress', phase, percent, bytes });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) bytes += (entry as PerformanceResourceTiming).transferSize;
  if (phase === 'download') progress();
}).observe({ type: 'resource', buffered: true });

const style = document.documentElement.style;
const watcher = new MutationObserver(() => {
  const now = Math.round(parseFloat(style.getPropertyValue('--blazor-load-percentage')) || 0);
  if (now === percent) return;
  percent = now;
  if (percent >= 100) phase = 'start';
  progress();
});
watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });

const failure = document.getElementById('blazor-error-ui');
if (failure) new MutationObserver(() => failure.style.display === 'block' && tell({ kind: 'failed' })).observe(failure, { attributes: true, attributeFilter: ['style'] });

function load(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${path}?v=3.8.2`;
    // All are fetched at once and run in this order.
    script.async = false;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${path} cannot be loaded.`));
    document.body.append(script);
  });
}

async function open(): Promise<void> {
  const { tag, attribute } = elements[view];
  document.head.append(Object.assign(document.createElement('style'), { textContent: styles() }));
  markPalette();
  paintCode();
  await Promise.all(scripts.map(load));
  await customElements.whenDefined(tag);
  watcher.disconnect();
  phase = 'open';
  percent = 100;
  progress();

  const provider = document.createElement('elsa-backend-provider');
  provider.setAttribute('remote-endpoint', `${location.origin}/elsa/api`);
  provider.setAttribute('access-token', 'session');
  const element = document.createElement(tag);
  element.setAttribute(attribute, id);
  const host = document.getElementById('studio');
  if (!host) return;
  let isReady = false;
  const ready = () => {
    appeared.disconnect();
    if (isReady) return;
    isReady = true;
    placeDiagram();
    tell({ kind: 'ready', milliseconds: Math.round(performance.now()), bytes });
  };
  const seen = new Set<string>();
  const appeared = new MutationObserver(() => {
    for (const [selector, after] of drawn) {
      if (seen.has(selector) || !element.querySelector(selector)) continue;
      seen.add(selector);
      if (after === 0) ready();
      else setTimeout(ready, after);
    }
  });
  appeared.observe(host, { childList: true, subtree: true });
  host.append(provider, element);
}

open().catch(() => tell({ kind: 'failed' }));
