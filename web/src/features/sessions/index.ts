/** Sessions: the list, and one with its traces. */
export { SessionPage } from './components/session-page';
export { SessionsPage } from './components/sessions-page';
