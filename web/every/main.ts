// What every page has: names suggested while typing, and its link to copy.
import '../suggest/main'
import './copy'
