/** What the server refuses: problem+json, made an error. */
export class ApiProblem extends Error {
  constructor(
    /** The HTTP status; 0 when there was no answer at all. */
    readonly status: number,
    /** The stable name at the end of the type, such as `already-decided`. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    /** By field. */
    readonly errors: Readonly<Record<string, string[]>>,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(detail || title || code);
    this.name = 'ApiProblem';
  }

  static from(status: number, body: unknown): ApiProblem {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (name: string) => (typeof problem[name] === 'string' ? problem[name] : '');
    const errors = (typeof problem['errors'] === 'object' && problem['errors'] !== null ? problem['errors'] : {}) as Record<string, string[]>;
    return new ApiProblem(status, text('type').split(':').at(-1) ?? '', text('title'), text('detail'), errors, problem);
  }

  static unreachable(cause: unknown): ApiProblem {
    const problem = new ApiProblem(0, 'unreachable', '', '', {}, {});
    problem.cause = cause;
    return problem;
  }

  /** What is wrong with a field, without the field's name in front of it. */
  fieldError(field: string): string | undefined {
    return this.errors[field]?.map((line) => (line.startsWith(`${field}: `) ? capital(line.slice(field.length + 2)) : line)).join(' ');
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
