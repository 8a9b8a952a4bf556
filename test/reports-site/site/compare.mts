/** Does a comparison count what SQL counts? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../built-site.mts'
import { files, folders, page } from './one-site.mts'

test('neighbours of the trend, and the latest against earlier ones, have a page; all runs of it have data', async () => {
  const releases = await ask(
    folders.data,
    'select run, release from releases order by committed_at',
  )
  const names = releases.map(({ release }) => String(release))
  const latest = names.at(-1)
  for (const [index, name] of names.slice(1).entries())
    assert.ok(files.has(`compare/${names[index]}..${name}/index.html`))
  assert.ok(files.has(`compare/${names[0]}..${latest}/index.html`))
  for (const { run } of releases) assert.ok(files.has(`api/v1/runs/${run}.json`))
})

test('a comparison counts what SQL counts, in findings and in measures', async () => {
  const [earlier, later] = ['v2.1.0', 'v2.2.0']
  const between = page(`compare/${earlier}..${later}/index.html`)
  const [found] = await ask(
    folders.data,
    `select count(*) filter (change = 'new') as came, count(*) filter (change = 'fixed') as went
     from finding_changes where since = '${earlier}' and release = '${later}'`,
  )
  const titles = [...between.querySelectorAll('h2')].map(each => each.textContent ?? '')
  const faults = `${found?.came} new finding${found?.came === 1 ? '' : 's'}, ${found?.went} fixed`
  assert.ok(titles.includes(faults), `${faults}: ${titles}`)
  const measures = await ask(
    folders.data,
    `select name from (select m.*, r.release from measures m join releases r using (run))
     where release in ('${earlier}', '${later}') and subject = ''
     group by name having count(*) = 2 and count(distinct value) = 2 order by name`,
  )
  const rows = between.querySelectorAll('[aria-label="Measures"] tbody th bdi')
  assert.deepEqual(
    [...rows].map(each => each.textContent).sort(),
    measures.map(({ name }) => name),
  )
})
