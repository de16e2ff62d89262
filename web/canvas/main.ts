// The canvas of /neighbourhood. Cytoscape is fetched only where there is something to draw.
import './style.css'

const root = document.querySelector<HTMLElement>('[data-canvas]')
if (root) void import('./canvas').then(({ open }) => open(root))
