// Suggestions below search boxes, by keyboard, in a browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reader, skip } from './browser.mjs'
import { serve } from './server.mjs'

const address = await serve()
const open = reader(address)

const options = (page) => page.locator('[role=listbox]:visible [role=option]')

for (const { typed, path, name, type, why } of [
  { typed: '永嘉', path: '/', name: '永嘉县', type: '县', why: '因名称“永嘉”' },
  { typed: '永', path: '/about', name: '永嘉县', type: '县' },
  { typed: 'yongjiaxian', path: '/', name: '永嘉县', type: '县', why: '因拼音，名称“永嘉县”' },
  { typed: 'yjx', path: '/about?lang=en', name: 'Yongjia County', type: 'County', why: 'by pinyin initials, of the name “永嘉县”' },
  { typed: 'Yongjia County', path: '/about?lang=en', name: 'Yongjia County', type: 'County' },
]) {
  test(`"${typed}" finds a county by keyboard (${path})`, { skip }, async () => {
    const { page, wrong, close } = await open(path)
    await page.locator('#find').focus()
    await page.keyboard.type(typed)
    const wanted = options(page).filter({ has: page.getByText(name, { exact: true }) }).first()
    await wanted.waitFor()
    assert.equal(await wanted.locator('.type').innerText(), type)
    assert.equal(await wanted.locator('.why').allInnerTexts().then((texts) => texts.join()), why ?? '')
    assert.equal(await page.locator('#find').getAttribute('aria-expanded'), 'true')
    for (let i = 0; i < 8 && (await wanted.getAttribute('aria-selected')) !== 'true'; i++) await page.keyboard.press('ArrowDown')
    assert.equal(await page.locator('#find').getAttribute('aria-activedescendant'), await wanted.getAttribute('id'))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/county\/330324$/)
    assert.deepEqual(wrong, [])
    await close()
  })
}

test('Escape closes the list, and Enter without a choice searches', { skip }, async () => {
  const { page, wrong, close } = await open('/about')
  await page.locator('#find').fill('永嘉')
  await options(page).first().waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await options(page).count(), 0)
  assert.equal(await page.locator('#find').getAttribute('aria-expanded'), 'false')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === '永嘉')
  assert.deepEqual(wrong, [])
  await close()
})

test('nothing is asked while an input method composes', { skip }, async () => {
  const { page, wrong, close } = await open('/about')
  const asked = []
  page.on('request', (request) => request.url().endsWith('/graphql') && asked.push(request.postDataJSON().variables.text))
  await page.locator('#find').focus()
  const input = await page.context().newCDPSession(page)
  for (const text of ['y', 'yo', 'yong']) {
    await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await page.waitForTimeout(250)
  }
  assert.deepEqual(asked, [])
  await input.send('Input.insertText', { text: '永嘉' })
  await options(page).first().waitFor()
  assert.deepEqual(asked, ['永嘉'])
  assert.deepEqual(wrong, [])
  await close()
})

test('what is typed while an answer is on its way is looked for, too', { skip }, async () => {
  const { page, wrong, close } = await open('/about')
  const asked = []
  await page.route('**/graphql', (route) => {
    asked.push(route.request().postDataJSON().variables.text)
    if (asked.length > 1) return route.continue() // the first is never answered
  })
  const first = page.waitForRequest('**/graphql')
  await page.locator('#find').fill('永')
  await first
  await page.locator('#find').fill('永嘉')
  await options(page).filter({ hasText: '永嘉县' }).first().waitFor()
  assert.deepEqual(asked, ['永', '永嘉'])
  assert.deepEqual(wrong, [])
  await close()
})

test('on the page of paths a choice fills its field', { skip }, async () => {
  const { page, wrong, close } = await open('/paths')
  for (const [field, text] of [['#from', '永嘉'], ['#to', '青田']]) {
    await page.locator(field).fill(text)
    await options(page).filter({ hasText: `${text}县` }).first().click()
  }
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL((url) => url.searchParams.get('from') === 'county/330324' && url.searchParams.get('to') === 'county/331121')
  assert.deepEqual(wrong, [])
  await close()
})

test('without scripts the form searches', { skip }, async () => {
  const { page, close } = await open('/about', { javaScriptEnabled: false })
  await page.locator('#find').fill('yongjia')
  await page.keyboard.press('Enter')
  await page.locator('.results a[href="/county/330324"]').waitFor()
  await close()
})
