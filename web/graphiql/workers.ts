// Where the editors find their workers: beside this script, on our own server.

/** Names of the files, filled in by build.mjs. */
declare const WORKER_FILES: Record<'editor' | 'json' | 'graphql', string>

const files: Record<string, string> = WORKER_FILES

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_: string, label: string) => new Worker(new URL(files[label] ?? WORKER_FILES.editor, import.meta.url)),
  },
})
