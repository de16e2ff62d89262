// Styles are imported for esbuild to gather.
declare module '*.css'
