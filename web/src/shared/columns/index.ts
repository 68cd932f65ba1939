/** The skeleton of a trace: its columns and how they are read. */
export { BadColumns, COLUMNS_TYPE, decodeColumns, decodeJson } from './decode';
export { fetchSkeleton } from './fetch';
export { at, Flag, has, type Numbers, type Skeleton } from './skeleton';
