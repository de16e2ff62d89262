// The explorer's pages in a browser: sound, accessible and readable, each of them.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { faults, reader, skip } from './browser.mjs'
import { addresses } from './pages.mjs'
import { serve } from './server.mjs'

const address = await serve()
const open = reader(address)
const withLang = (path, lang) => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`

for (const lang of ['zh', 'en']) {
  test(`nothing is wrong on any page: axe finds nothing serious in light and dark, it fits its window, and prints its content alone (${lang})`, { skip }, async () => {
    const { page, wrong, close } = await open('/', { reducedMotion: 'reduce' })
    const found = []
    for (const path of addresses) {
      await page.goto(address + withLang(path, lang))
      assert.equal(await page.locator('html').getAttribute('lang'), lang)
      const seen = [...(await faults(page)), ...(await faultsInDark(page)), ...(await wide(page)), ...(await misprinted(page)), ...wrong.splice(0)]
      found.push(...seen.map((what) => `${path}: ${what}`))
    }
    assert.deepEqual(found, [])
    await close()
  })
}

/** What axe finds in dark, which changes colours and nothing else. */
async function faultsInDark(page) {
  await page.emulateMedia({ colorScheme: 'dark' })
  const found = await faults(page, ['color-contrast', 'link-in-text-block'])
  await page.emulateMedia({ colorScheme: 'light' })
  return found.map((fault) => `in dark, ${fault}`)
}

/** Windows that a page is too wide for. The window is left as it was. */
async function wide(page) {
  const before = page.viewportSize()
  const found = []
  for (const width of [360, 1100, 2560]) {
    await page.setViewportSize({ width, height: 800 })
    const taken = await page.evaluate(() => document.documentElement.scrollWidth)
    if (taken > width) found.push(`it takes ${taken} of ${width} px`)
  }
  await page.setViewportSize(before)
  return found
}

/** What is wrong with a page on paper: parts that only help on a screen, or content that is not there. */
async function misprinted(page) {
  await page.emulateMedia({ media: 'print' })
  const count = (part, visible) => page.locator(part).filter({ visible }).count()
  const found = []
  const aids = ['.top nav', '.top form', '.skip', '.filters', '.pager', '.toc', '.handon', '.actions']
  if (await count(aids.join(), true)) found.push(`of ${aids} some are printed`)
  if (await count('.rest > ul, .rest > .scroll', false)) found.push('folded lists are not printed')
  for (const part of ['h1', '.printed-cite']) if (!(await count(part, true))) found.push(`${part} is not printed`)
  await page.emulateMedia({ media: 'screen' })
  return found
}

test('the link of a page is copied with the place on it, and what it shows is taken away', { skip }, async () => {
  const { page, wrong, close } = await open('/county/331122#targets', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByRole('button', { name: '复制链接' }).click()
  await page.getByRole('button', { name: '已复制' }).waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${address}/county/331122?lang=zh#targets`)
  await page.getByText('导出', { exact: true }).click()
  for (const [name, says] of [['JSON', /"name":"缙云县"/], ['N-Quads', /county\/331122> .*"缙云县"/]]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()])
    assert.match(await readFile(await download.path(), 'utf8'), says)
  }
  assert.deepEqual(wrong, [])
  await close()
})

test('without scripts every view has its link, its citation and its forms, and long lists unfold', { skip }, async () => {
  const { page, close } = await open('/', { javaScriptEnabled: false })
  for (const path of addresses) {
    await page.goto(address + path)
    assert.ok(await page.locator('a[rel=bookmark]').isVisible(), path)
    await page.locator('details.cite summary').click()
    assert.ok(await page.locator('details.cite pre').first().isVisible(), path)
    await page.locator('details.take summary').click()
    assert.ok(await page.locator('details.take a').first().isVisible(), path)
  }
  await page.goto(`${address}/county/330324`)
  const programmes = page.locator('section[aria-labelledby=programmes]')
  const few = await programmes.locator('.edge').filter({ visible: true }).count()
  await programmes.locator('summary').click()
  assert.deepEqual([few, await programmes.locator('.edge').filter({ visible: true }).count()], [12, 40])
  await close()
})

test('a page that is opened again has its scripts again', { skip }, async () => {
  const { page, wrong, close } = await open('/')
  for (const path of ['/about', '/', '/about']) await page.goto(address + path)
  await page.locator('#find').fill('永嘉')
  await page.locator('[role=listbox]:visible [role=option]').first().waitFor()
  assert.deepEqual(wrong, [])
  await close()
})

test('the language that was chosen stays over pages', { skip }, async () => {
  const { page, wrong, close } = await open('/')
  await page.getByRole('link', { name: 'English', exact: true }).click()
  await page.getByRole('heading', { name: 'knowledge graph of regional innovation' }).waitFor()
  await page.getByRole('link', { name: 'Yongjia County', exact: true }).click()
  await page.getByRole('heading', { name: 'Yongjia County', level: 1 }).waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Matrix' }).click()
  await page.getByRole('heading', { name: 'Matrix of relations' }).waitFor()
  await page.getByRole('link', { name: '中文', exact: true }).click()
  await page.getByRole('heading', { name: '关系矩阵' }).waitFor()
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '关于' }).click()
  await page.getByRole('heading', { name: '关于', exact: true }).waitFor()
  assert.deepEqual(wrong, [])
  await close()
})

/** Presses Tab until the wanted element has the focus, and sees that the focus can be seen. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluateAll((list) => list.includes(document.activeElement))) {
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none')
      return
    }
  }
  assert.fail(`Tab does not come to ${wanted}`)
}

test('the keyboard alone goes from the first page to the passage of a claim', { skip }, async () => {
  const { page, wrong, close } = await open('/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).hash, '#main')
  await tabTo(page, page.getByRole('main').locator('input[name=q]'))
  await page.keyboard.insertText('兰州理工大学')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=*')
  await tabTo(page, page.getByRole('main').getByRole('link', { name: '兰州理工大学', exact: true }))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/university/lanzhou-university-of-technology')
  await tabTo(page, page.locator('.edge', { hasText: '永嘉县' }).locator('.proof'))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/claims?c=*')
  await tabTo(page, page.getByRole('link', { name: '查看' }))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/claim/*')
  assert.match(await page.locator('.passage').innerText(), /《永嘉县科技发展“十四五”规划》，2021，.*第 \d+–\d+ 字/)
  assert.deepEqual(wrong, [])
  await close()
})
