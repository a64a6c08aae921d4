/** Which requests of Studio change a definition, and what their answers mean. Plain functions: no browser needed. */

export interface Save {
  publishes: boolean;
  /** The definition that is sent, as JSON; null where none is. */
  work: string | null;
}

/** @returns null for a request that saves nothing. */
export function saveOf(method: string, path: string, body: string | null): Save | null {
  if (method !== 'POST') return null;
  if (/\/workflow-definitions$/.test(path)) return { publishes: /"publish"\s*:\s*true/i.test(body ?? ''), work: workIn(body) };
  if (/\/workflow-definitions\/[^/]+\/publish$/.test(path)) return { publishes: true, work: null };
  return /\/workflow-definitions\/[^/]+\/(retract|revert\/\d+)$/.test(path) ? { publishes: false, work: null } : null;
}

// What belongs to the server's version of it and not to the work.
const ofTheServer = new Set(['id', 'links', 'version', 'isLatest', 'isPublished', 'isReadonly', 'createdAt']);

/** The definition in the body of a save, as a file that can be imported again. */
function workIn(body: string | null): string | null {
  try {
    const { model } = JSON.parse(body ?? '') as { model?: Record<string, unknown> };
    if (!model) return null;
    const kept = Object.fromEntries(Object.entries(model).filter(([name]) => !ofTheServer.has(name)));
    return JSON.stringify({ $schema: 'https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json', ...kept }, null, 2);
  } catch {
    return null;
  }
}

/** The version in the answer to a save; null when it does not say. */
export function versionIn(answer: unknown): number | null {
  const document = answer as { version?: unknown; workflowDefinition?: { version?: unknown } } | null;
  const version = document?.version ?? document?.workflowDefinition?.version;
  return typeof version === 'number' ? version : null;
}

/** Title and lines of a refusal, as Elsa's API writes them. */
export function refusalIn(answer: unknown): { title: string; lines: string[]; conflict: boolean } {
  const problem = (answer ?? {}) as { type?: string; title?: string; detail?: string; errors?: Record<string, string[]> };
  const lines = Object.values(problem.errors ?? {}).flat();
  return {
    title: problem.title ?? '',
    lines: lines.length > 0 ? lines : problem.detail ? [problem.detail] : [],
    conflict: problem.type?.endsWith(':edit-conflict') === true,
  };
}

/** The text of a request's body where it is text. */
export function textOf(body: unknown): string | null {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return body instanceof ArrayBuffer ? new TextDecoder().decode(new Uint8Array(body)) : null;
}

/** Where Studio goes when it has run or copied something. */
export function destinationIn(url: string): { what: 'instance' | 'definition'; id: string } | null {
  const match = /\/workflows\/(instances|definitions)\/([^/?#]+)\/(view|edit)/.exec(url);
  return match?.[2] ? { what: match[1] === 'instances' ? 'instance' : 'definition', id: decodeURIComponent(match[2]) } : null;
}
