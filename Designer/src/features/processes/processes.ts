import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/client';
import { useInterval } from '../../shared/live-state';
import { createDefinition, importDefinition } from '../../api/elsa';

export type Process = Schemas['ProcessSummary'];
export type Version = Schemas['ProcessVersionView'];
export type ProcessFile = Schemas['ProcessFile'];
export type Change = Schemas['ChangeInWords'];
export type Draft = Schemas['ProcessDraft'];
export type ProcessProblem = Schemas['ProcessProblem'];

export function useProcesses() {
  return useQuery({ queryKey: ['processes', 'overview'], queryFn: () => bodyOf(api.GET('/api/processes/overview')), refetchInterval: useInterval(30_000) });
}

const keys = {
  one: (id: string) => ['processes', id, 'overview'],
  versions: (id: string) => ['processes', id, 'versions'],
  draft: (id: string) => ['processes', id, 'draft'],
};

export function useProcess(id: string) {
  return useQuery({ queryKey: keys.one(id), queryFn: () => bodyOf(api.GET('/api/processes/{id}/overview', { params: { path: { id } } })), refetchInterval: useInterval(30_000) });
}

export function useVersions(id: string) {
  return useQuery({ queryKey: keys.versions(id), queryFn: () => bodyOf(api.GET('/api/processes/{id}/versions', { params: { path: { id } } })) });
}

/** What changed between two versions, in words; asked for only when both are known. */
export function useChanges(id: string, from: number | null, to: number | null) {
  return useQuery({
    queryKey: ['processes', id, 'changes', from, to],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}/changes', { params: { path: { id }, query: { from: String(from), to: String(to) } } })),
    enabled: from !== null && to !== null,
  });
}

/** The draft as it is stored now. @param enabled while somebody looks at it */
export function useDraft(id: string, enabled: boolean) {
  return useQuery({ queryKey: keys.draft(id), queryFn: () => bodyOf(api.GET('/api/processes/{id}/draft', { params: { path: { id } } })), enabled, staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
}

function useFresh(id: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['processes', id] }).then(() => queries.invalidateQueries({ queryKey: ['processes', 'overview'] }));
}

/** After Studio has saved or published something. */
export function useRefreshProcess(id: string): () => void {
  const fresh = useFresh(id);
  return () => void fresh();
}

export function usePublish(id: string) {
  const fresh = useFresh(id);
  return useMutation({
    mutationFn: ({ comment, revision }: { comment: string; revision: string }) =>
      bodyOf(api.POST('/api/processes/{id}/publish', { params: { path: { id } }, body: { comment: comment.trim() || null, revision } })),
    onSettled: fresh,
  });
}

export function useDiscard(id: string) {
  const fresh = useFresh(id);
  return useMutation({
    mutationFn: (revision: string) => bodyOf(api.POST('/api/processes/{id}/draft/discard', { params: { path: { id } }, body: { revision } })),
    onSettled: fresh,
  });
}

export function useComment(id: string) {
  const fresh = useFresh(id);
  return useMutation({
    mutationFn: ({ version, comment }: { version: number; comment: string }) =>
      bodyOf(api.PUT('/api/processes/{id}/versions/{version}/comment', { params: { path: { id, version } }, body: { comment: comment.trim() || null } })),
    onSettled: fresh,
  });
}

export function useCreate() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: createDefinition, onSuccess: () => queries.invalidateQueries({ queryKey: ['processes'] }) });
}

export function useImport() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: async (file: File) => importDefinition(await file.text()), onSuccess: () => queries.invalidateQueries({ queryKey: ['processes'] }) });
}

export function useProcessRequests(id: string, status: string, after: string | null) {
  return useQuery({
    queryKey: ['requests', 'of', id, status, after],
    queryFn: () =>
      bodyOf(api.GET('/api/processes/{id}/requests', { params: { path: { id }, query: { limit: 25, ...(status ? { status } : {}), ...(after ? { after } : {}) } } })),
    refetchInterval: useInterval(15_000),
  });
}
