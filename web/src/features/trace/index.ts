/** One trace: minimap, waterfall, span detail. */
export { TracePage } from './components/trace-page';
