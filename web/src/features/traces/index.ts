/** The list of traces. */
export { TracesPage } from './components/traces-page';
