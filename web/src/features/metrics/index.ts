/** Costs, speed and failures over time and by what they belong to. */
export { MetricsPage } from './components/metrics-page';
