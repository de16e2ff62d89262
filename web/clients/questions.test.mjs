// The ten research questions that the explorer is for, answered as a reader
// answers them: from the first page on, by clicking.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reader, skip } from './browser.mjs'
import { serve } from './server.mjs'

const open = reader(await serve())

/** Tries a question from the first page in Chinese. What goes wrong on the way fails it. */
function question(title, answer) {
  test(title, { skip }, async () => {
    const { page, wrong, close } = await open('/')
    await answer(page, page.getByRole('main'))
    assert.deepEqual(wrong, [])
    await close()
  })
}

const choose = (page, name) => page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click()
const link = (place, name) => place.getByRole('link', { name, exact: true }).first()
const heading = (page, name) => page.getByRole('heading', { name }).first().waitFor()

/** Looks for a name on the page and opens what has it. */
async function find(page, text, name) {
  await page.locator('input[name=q]').first().fill(text)
  await page.locator('input[name=q]').first().press('Enter')
  await page.waitForURL('**/search?*')
  await link(page.getByRole('main'), name).click()
  await heading(page, name)
}

/** The section below a heading, where it says all of these. */
async function says(main, title, ...wanted) {
  const section = main.locator('section').filter({ has: main.page().getByRole('heading', { name: title }) }).last()
  const text = (await section.innerText()).replace(/\s+/g, ' ')
  for (const part of wanted) assert.ok(text.includes(part), `${title}: no ${part} in ${text}`)
}

question('1. which universities partner with which counties, in what state, and who says so', async (page, main) => {
  await choose(page, '矩阵')
  const row = main.getByRole('row', { name: /^兰州理工大学/ })
  const column = await main.locator('thead th').evaluateAll((cells) => cells.findIndex((c) => c.innerText.startsWith('永嘉县')))
  const cell = row.locator('th, td').nth(column)
  assert.match(await cell.innerText(), /已有\s*鼓励/)
  await cell.getByRole('link').click()
  await heading(page, '陈述与出处 2')
  assert.deepEqual(await main.locator('.statements .chip').allInnerTexts(), ['已有', '鼓励'])
  assert.equal(await main.getByText(/《永嘉县科技发展“十四五”规划》，2021，.*第 \d+–\d+ 字/).count(), 2)
})

question('2. what one county has', async (page, main) => {
  await link(main, '永嘉县').click()
  await heading(page, '永嘉县')
  await says(main, '合作伙伴', '兰州理工大学', '鼓励')
  await says(main, '创新平台', '国家级', '兰理工温州泵阀工程研究院')
  await says(main, /^企业/, '奥康集团', '推得: 经由项目', '引领')
  await says(main, '重点产业', '系统流程装备')
  await says(main, '项目与投资', '亿元')
  await says(main, '计划行动', '科技成果转化专项行动')
  await says(main, '指标与目标', 'R&D经费支出占GDP比重', '3.1%', '数值矛盾')
})

question('3. which platforms a university builds, where, for which industry', async (page, main) => {
  await find(page, '兰理工', '兰州理工大学')
  await says(main, '建设平台', '兰理工温州泵阀工程研究院', '规划')
  await link(main, '兰理工温州泵阀工程研究院').click()
  await heading(page, '兰理工温州泵阀工程研究院')
  await says(main, /^所在/, '永嘉县')
  await says(main, /^服务产业/, '系统流程装备')
})

question('4. who leads an industry, who is active in it, which counties name it, which platforms serve it', async (page, main) => {
  await link(main, '鞋服').click()
  await heading(page, '鞋服')
  await says(main, '龙头企业 2', '起步股份有限公司')
  await says(main, /^企业 4/, '奥康集团')
  await says(main, '重点发展县 2', '永嘉县', '出处')
  await says(main, '服务平台 8', '规划')
})

question('5. which partners two counties share and which has one alone; which share an industry and no partner', async (page, main) => {
  await choose(page, '比较')
  await main.getByRole('checkbox', { name: '永嘉县' }).check()
  await main.getByRole('checkbox', { name: '缙云县' }).check()
  await main.getByRole('button', { name: '比较' }).click()
  await page.waitForURL('**/compare?e=*')
  await says(main, '共有的合作伙伴', '浙江理工大学')
  await says(main, '永嘉县 12', '杭州电子科技大学')
  await says(main, '缙云县 2', '浙江工业大学')
  await link(main, '县与县之间').click()
  await main.getByRole('row', { name: /平阳县 · 仙居县.*绿色制造/ }).waitFor()
})

question('6. how two are linked, each step with its evidence', async (page, main) => {
  await choose(page, '路径')
  await main.getByLabel('从').fill('兰州理工大学')
  await main.getByLabel('到', { exact: true }).fill('缙云县')
  await main.getByRole('button', { name: '查找路径' }).click()
  await link(main, '兰州理工大学').click()
  await link(main, '缙云县').click()
  await page.waitForURL((url) => url.searchParams.get('to') === 'county/331122')
  const path = main.locator('.paths > li').first()
  const steps = await path.locator('.step').count()
  assert.ok(steps >= 2 && steps <= 3)
  assert.equal(await path.locator('.step .proof').count(), steps)
  assert.match(await path.innerText(), /兰州理工大学[^]*永嘉县[^]*缙云县/)
  await path.locator('.proof').first().click()
  await main.getByText('《永嘉县科技发展“十四五”规划》').first().waitFor()
})

question('7. how baselines and targets compare, and where a plan contradicts itself', async (page, main) => {
  await choose(page, '比较')
  await main.getByRole('checkbox', { name: '永嘉县' }).check()
  await main.getByRole('checkbox', { name: '缙云县' }).check()
  await main.getByRole('button', { name: '比较' }).click()
  const row = main.getByRole('row', { name: /^R&D经费支出占GDP比重/ })
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /现状 1.96% 2015.*2.14% 2019.*→ 目标 .*3.1%左右 2025.*目标 3.4%以上 2027/)
  await main.getByRole('row', { name: /^技术交易额/ }).getByRole('link', { name: '数值矛盾' }).click()
  await heading(page, '数值矛盾 7')
  await main.getByText('9.8%').waitFor()
})

question('8. which department is responsible for which task, and what a plan rests on', async (page, main) => {
  await link(main, '缙云县').click()
  await heading(page, '缙云县')
  const task = main.getByRole('row', { name: /国家级高新区创建实现新突破/ })
  assert.match(await task.innerText(), /缙云县发展和改革局[^]*缙云县工投公司/)
  await link(main.getByRole('region', { name: /^文件与依据/ }), '缙云县“139”科技创新体系建设工程实施方案（2023—2027年）').click()
  await heading(page, /139/)
  await says(main, '依据 10', '出处')
})

question('9. everything within two steps of an entity', async (page, main) => {
  await find(page, 'lzlgdx', '兰州理工大学')
  await link(main, '周边关系').click()
  await main.getByLabel('步数').selectOption('2')
  await main.getByRole('button', { name: '显示' }).click()
  await page.waitForURL('**depth=2**')
  await main.locator('.clusters').getByText('永嘉县', { exact: true }).waitFor()
  assert.equal(await main.locator('[data-node]').count(), 80)
  await main.getByRole('row', { name: /^兰州理工大学 建设 兰理工温州泵阀工程研究院 已有/ }).first().waitFor()
})

question('10. what is said in a passage, and which passages mention an entity', async (page, main) => {
  await link(main, '缙云县“139”科技创新体系建设工程实施方案（2023—2027年）').click()
  await main.locator('.reader .proof').nth(1).click()
  await heading(page, '同一段还说')
  assert.match(await main.locator('.passage').first().innerText(), /第 \d+–\d+ 字/)
  await main.getByRole('heading', { level: 1 }).getByRole('link').first().click()
  await main.locator('.facts a[href^="/passages"]').click()
  await heading(page, '提及处')
  assert.ok((await main.getByText(/第 \d+–\d+ 字/).count()) >= 3)
})
