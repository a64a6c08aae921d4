/** What the document that holds Elsa Studio tells the page around it. */
export type FromStudio =
  /** `percent` counts files of the program; `bytes` came over the wire. */
  | { kind: 'progress'; phase: 'download' | 'start' | 'open'; percent: number; bytes: number }
  | { kind: 'ready'; milliseconds: number; bytes: number }
  /** Something was typed; Studio saves by itself a moment later. */
  | { kind: 'edited' }
  | { kind: 'saving' }
  | { kind: 'saved'; published: boolean; version: number | null }
  /** `work` is the definition that was not saved, as JSON. */
  | { kind: 'save-failed'; published: boolean; conflict: boolean; title: string; lines: string[]; work: string | null }
  | { kind: 'session-over' }
  | { kind: 'failed' }
  /** Studio went to another of its own addresses, which here is another page. */
  | { kind: 'went-to'; what: 'instance' | 'definition'; id: string };

/** What the page tells Studio's document. */
export type ToStudio =
  /** Requests that were refused with 401 are sent again. */
  | { kind: 'signed-in' }
  | { kind: 'select'; activityId: string };

export type StudioView = 'editor' | 'viewer';
