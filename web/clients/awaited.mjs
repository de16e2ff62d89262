import assert from 'node:assert/strict'
import { test } from 'node:test'

/** A test of what is not built yet. It is told aloud as a todo while it fails;
 * once it passes it fails, so that it is made a test like the others. */
export function awaited(name, missing, run) {
  test(name, async (t) => {
    try {
      await run(t)
    } catch (error) {
      console.error(`TODO: ${name}: waits for ${missing} (${String(error.message).split('\n')[0]})`)
      t.todo(`waits for ${missing}`)
      return
    }
    assert.fail(`this passes now: ${missing} is there, so write test instead of awaited`)
  })
}
