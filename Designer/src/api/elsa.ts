import { ApiProblem } from './problem';

/** What the pages need of Elsa's management API; Studio uses the rest. */
async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(`/elsa/api${path}`, { method, body: body ?? null, credentials: 'same-origin', headers: { Accept: 'application/json', ...(type ? { 'Content-Type': type } : {}) } });
  } catch (unreachable) {
    throw ApiProblem.unreachable(unreachable);
  }

  if (!answer.ok) throw ApiProblem.from(answer.status, await answer.json().catch(() => undefined));
  return answer;
}

interface Definition {
  definitionId: string;
}

/** Takes a definition file in as a draft. @returns the id of the process. */
export async function importDefinition(text: string): Promise<string> {
  const answer = await send('POST', '/workflow-definitions/import', text, 'application/json');
  const body = (await answer.json()) as Definition & { workflowDefinition?: Definition };
  return body.definitionId ?? body.workflowDefinition?.definitionId ?? '';
}

/** Begins a process with an empty diagram. @returns its id. */
export async function createDefinition(name: string): Promise<string> {
  const id = crypto.randomUUID();
  const root = { id: 'Flowchart1', type: 'Elsa.Flowchart', version: 1, name: 'Flowchart1', activities: [], connections: [] };
  const answer = await send('POST', '/workflow-definitions', JSON.stringify({ model: { definitionId: id, name, root }, publish: false }), 'application/json');
  const body = (await answer.json()) as Partial<Definition> & { workflowDefinition?: Definition };
  return body.definitionId ?? body.workflowDefinition?.definitionId ?? id;
}

/** Where the file of a process is downloaded. */
export function exportAddress(definitionId: string): string {
  return `/elsa/api/workflow-definitions/${encodeURIComponent(definitionId)}/export?versionOptions=Latest`;
}
