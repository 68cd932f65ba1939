/** Any JSON value on the screen: folded, searched, copied, also when it is megabytes long. */
export { JsonView } from './json-view';
export { parseJsonText } from './lines';
