/** What a new installation shows until the first span arrives. */
export { FirstRunPage } from './components/first-run-page';
