/** Which requests of Studio change a definition, and what their answers mean. Plain functions: no browser needed. */

export interface Save {
  publishes: boolean;
}

/** @returns null for a request that saves nothing. */
export function saveOf(method: string, path: string, body: string | null): Save | null {
  if (method !== 'POST') return null;
  if (/\/workflow-definitions$/.test(path)) return { publishes: /"publish"\s*:\s*true/i.test(body ?? '') };
  if (/\/workflow-definitions\/[^/]+\/publish$/.test(path)) return { publishes: true };
  return /\/workflow-definitions\/[^/]+\/(retract|revert\/\d+)$/.test(path) ? { publishes: false } : null;
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
