/** Every figure on the screen is made here. */
export { duration, offset } from './duration';
export { bytes, compact, compactParts, count, money, moneyWithUnknown, percent, plural } from './number';
export { ago, exactly, instant } from './time';
