/** Two traces beside each other. */
export { ComparePage } from './components/compare-page';
