/// <reference types="vite/client" />

/** The bytes of a file as a data URL, for tests. */
declare module '*.bin?inline' {
  const url: string;
  export default url;
}
