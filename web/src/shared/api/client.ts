/** The one door to the REST API: typed by the server's OpenAPI, errors with their request id. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '@/api-schema';
import { basePath } from './base';

type Problem = components['schemas']['Problem'];

/** The server's answer when it cannot do what was asked. */
export class ApiError extends Error {
  readonly status: number;
  readonly requestId: string | null;
  readonly field: string | null;
  /** Where in the field a question is wrong, in characters from 0. */
  readonly place: { position: number; length: number; didYouMean: string | null } | null;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail || problem.title || `the server answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.requestId = problem.request_id ?? null;
    this.field = problem.field ?? null;
    const { position, length, did_you_mean: didYouMean } = problem;
    this.place =
      typeof position === 'number' ? { position, length: length ?? 1, didYouMean: didYouMean ?? null } : null;
  }
}

export async function errorFrom(response: Response): Promise<ApiError> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const problem: Partial<Problem> = isJson ? await response.json().catch(() => ({})) : {};
  const requestId = response.headers.get('x-request-id');
  return new ApiError(response.status, requestId ? { request_id: requestId, ...problem } : problem);
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await errorFrom(response);
  },
};

export const api = createClient<paths>({
  baseUrl: basePath(),
  fetch: (request) => globalThis.fetch(request),
});
api.use(throwProblems);

/** The body of an answer that is there because errors were thrown before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new ApiError(0, { detail: 'the server answered without a body' });
  return data;
}
