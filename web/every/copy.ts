// The link to a page becomes a button that copies it, with the place on the
// page that the reader is at. Without scripts it stays a link.
import { make } from '../dom'

const shown = 2000 // milliseconds for which a button says that it is done

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-copy]')) {
  // Where a page is not served securely there is no clipboard.
  if (!navigator.clipboard) break
  const say = link.dataset.copy ?? ''
  const button = make('button', { type: 'button' }, say)
  const status = make('span', { role: 'status', class: 'hidden' })
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(link.href + location.hash)
    button.textContent = status.textContent = link.dataset.copied ?? ''
    setTimeout(() => ((button.textContent = say), (status.textContent = '')), shown)
  })
  link.hidden = true // the canvas keeps its state in it
  link.after(button, status)
}
