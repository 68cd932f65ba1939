/** The first page. */
export { OverviewPage } from './components/overview-page';
