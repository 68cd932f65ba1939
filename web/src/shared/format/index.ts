/** Every figure on the screen is made here. */
export { type Costed, costOf, whyUnknown } from './cost';
export { duration, offset } from './duration';
export {
  axisText,
  bytes,
  compact,
  compactParts,
  count,
  money,
  moneyWithUnknown,
  percent,
  plural,
  signedPercent,
} from './number';
export { ago, clock, exactly, instant } from './time';
