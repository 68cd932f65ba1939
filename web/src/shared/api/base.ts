/** Where this application lives: the server writes its path into <base href>, so a prefix proxy just works. */

export const ALL_PROJECTS = 'all';

/** The path without a slash at its end: "" at the root, "/at" behind a prefix. */
export function basePath(baseUri: string = document.baseURI): string {
  return new URL(baseUri).pathname.replace(/\/[^/]*$/, '');
}

export function apiUrl(path: string): string {
  return new URL(`${basePath()}${path}`, window.location.origin).toString();
}

export function socketUrl(path: string): string {
  return apiUrl(path).replace(/^http/, 'ws');
}

/** `all` in the URL means every project: the API is then asked without the parameter. */
export function projectParameter(project: string): { project?: string } {
  return project === ALL_PROJECTS ? {} : { project };
}
