/** Does each channel hear of an alert once and of its end once, signed, also after it was dead for a while? */

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { advisory, npmLock, sound } from '../assess/samples.mts'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const KEY = 'between us'
const POLICY = `
alerts:
  site: https://example.org/quality/
  channels:
    - { to: webhook, address: ALERT_URL, secret: ALERT_KEY }
    - { to: slack, address: SLACK_URL, kinds: [advisory] }
    - { to: teams, address: TEAMS_URL }
`

interface Heard {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

async function listener(t: TestContext) {
  const heard: Heard[] = []
  const dead = new Set<string>()
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url ?? ''
    const isDead = dead.has(path)
    if (!isDead)
      heard.push({ path, headers: request.headers, text: Buffer.concat(chunks).toString() })
    reply.writeHead(isDead ? 404 : 200).end()
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { heard, dead, url, take: () => heard.splice(0) }
}

test('an advisory that appears, stays and goes', async t => {
  const [door, repo, channels] = [openDoor(t), testRepo(t), await listener(t)]
  const advisories = join(temporaryFolder(t), 'osv')
  mkdirSync(advisories)
  writeFileSync(join(advisories, 'other.json'), advisory('other'))
  repo.commit({ 'shipworthy.yml': POLICY, 'src/a.ts': sound('a'), ...npmLock({ left: '1.0.0' }) })
  const variables = {
    ...{ ALERT_URL: `${channels.url}/hook`, ALERT_KEY: KEY, SLACK_URL: `${channels.url}/slack` },
  }
  const mail = join(temporaryFolder(t), 'mail.txt')
  const run = async () => {
    const given = ['--json', '--no-gate', '--data', door.data, '--advisories', advisories]
    const said = await door.call('assess', [...given, '--alerts', mail, repo.dir], variables)
    assert.equal(said.code, 0, said.stderr)
    return { ...said, told: channels.take() }
  }

  const first = await run()
  assert.deepEqual([first.told, first.json.alerts, readFileSync(mail, 'utf8')], [[], undefined, ''])

  const found = join(advisories, 'left.json')
  writeFileSync(found, advisory('left'))
  channels.dead.add('/slack')
  const second = await run()
  const states = ({ json }: { json: typeof second.json }) =>
    json.alerts?.map(({ kind, state }) => `${kind} ${state}`).sort()
  assert.deepEqual(states(second), ['advisory raised', 'score-drop raised'])
  assert.deepEqual(
    second.told.map(({ path }) => path),
    ['/hook'],
  )
  const { headers, text } = second.told[0] as Heard
  const code = createHmac('sha256', KEY).update(`${headers['x-shipworthy-timestamp']}.${text}`)
  assert.equal(headers['x-shipworthy-signature'], `sha256=${code.digest('hex')}`)
  const body = JSON.parse(text)
  assert.equal(body.link, `https://example.org/quality/run/${second.json.run.id}/`)
  assert.equal(body.alerts.length, 2)
  assert.match(
    second.stderr,
    /^slack SLACK_URL was not told of 1 alert, the next run tries again: it answered 404\.$/m,
  )
  assert.match(
    second.stderr,
    /^teams TEAMS_URL was not told of 2 alerts, .*TEAMS_URL is not set to an address\.$/m,
  )
  assert.ok(!second.stderr.includes(channels.url), 'an address is a secret')
  assert.match(readFileSync(mail, 'utf8'), /^Subject: .*: 2 alerts\n/)

  channels.dead.clear()
  const third = await run()
  assert.deepEqual(states(third), ['advisory open', 'score-drop open'])
  assert.deepEqual(
    third.told.map(({ path }) => path),
    ['/slack'],
  )
  assert.match(third.told[0]?.text ?? '', /left 1\.0\.0/)
  assert.doesNotMatch(third.told[0]?.text ?? '', /score/)

  rmSync(found)
  const fourth = await run()
  assert.deepEqual(states(fourth), [
    'advisory resolved',

    'score-drop resolved',
  ])
  assert.deepEqual(fourth.told.map(({ path }) => path).sort(), ['/hook', '/slack'])
  assert.match(fourth.told.map(each => each.text).join(), /Resolved: /)

  const fifth = await run()
  assert.deepEqual([fifth.told, fifth.json.alerts], [[], undefined])
  const rows = await door.rows(
    `SELECT state, count(*)::INT AS n FROM alerts WHERE kind = 'advisory' GROUP BY ALL ORDER BY state`,
  )
  assert.deepEqual(rows, [
    { state: 'open', n: 1 },
    { state: 'raised', n: 1 },
    { state: 'resolved', n: 1 },
  ])
})

/** What time it is for a process. */
const clock = (time: string) => {
  const shift = Date.parse(`2031-05-${time}:00Z`) - Date.now()
  const script = `const Real=Date;globalThis.Date=class extends Real{constructor(...given){given.length?super(...given):super(Real.now()+${shift})}static now(){return Real.now()+${shift}}}`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` }
}

/** A project in whose second state a package has an advisory, and a channel that hears of advisories. */
async function advised(t: TestContext, more = '') {
  const [door, repo, channels] = [openDoor(t), testRepo(t), await listener(t)]
  const advisories = join(temporaryFolder(t), 'osv')
  mkdirSync(advisories)
  const found = join(advisories, 'left.json')
  writeFileSync(join(advisories, 'other.json'), advisory('other'))
  const policy = `alerts:\n  channels: [{ to: slack, address: SLACK_URL, kinds: [advisory] }]\n${more}`
  repo.commit({ 'shipworthy.yml': policy, 'src/a.ts': sound('a'), ...npmLock({ left: '1.0.0' }) })
  const run = async (variables: Readonly<Record<string, string>>, ...args: string[]) => {
    const given = ['--json', '--no-gate', '--data', door.data, '--advisories', advisories]
    const one = ['--skills', 'dependency-guardian']
    const said = await door.call('assess', [...given, ...one, ...args, repo.dir], {
      ...{ SLACK_URL: `${channels.url}/slack` },
      ...variables,
    })
    assert.equal(said.code, 0, said.stderr)
    const held = said.stderr.split('\n').filter(line => / not sent /.test(line))
    return { told: channels.take().map(({ text }) => text), held }
  }
  return {
    run,
    appear: () => writeFileSync(found, advisory('left')),
    vanish: () => rmSync(found),
  }
}

test('in quiet hours an alert waits, and is sent once by the first run after them', async t => {
  const { run, appear, vanish } = await advised(t, '  quiet: 22:00-07:00 UTC\n')
  assert.deepEqual(await run(clock('06T20:00')), { told: [], held: [] })
  appear()
  const sentence =
    '1 alert not sent in the quiet hours (22:00-07:00 UTC): the first run after them sends what still stands.'
  assert.deepEqual(await run(clock('06T22:30')), { told: [], held: [sentence] })
  const morning = await run(clock('07T07:00'))
  assert.deepEqual([morning.told.length, morning.held], [1, []])
  assert.match(morning.told[0] ?? '', /left 1\.0\.0/)
  assert.deepEqual(await run(clock('07T07:10')), { told: [], held: [] })

  vanish()
  assert.match((await run(clock('07T22:10'))).held.join(), /1 alert not sent in the quiet hours/)
  const end = await run(clock('08T12:00'))
  assert.match(end.told.join(), /Resolved: /)
  appear()
  await run(clock('08T22:20'))
  vanish()
  assert.deepEqual(await run(clock('08T22:40')), { told: [], held: [] }, 'it came and went unheard')
})

test('--offline sends nothing, says so once, and the next run sends it', async t => {
  const { run, appear } = await advised(t)
  await run({}, '--offline')
  appear()
  const offline = await run({}, '--offline')
  const sentence =
    '1 alert not sent because of --offline: the next run without it sends what still stands.'
  assert.deepEqual(offline, { told: [], held: [sentence] })
  const next = await run({})
  assert.deepEqual([next.told.length, next.held], [1, []])
  assert.deepEqual(await run({}, '--offline'), { told: [], held: [] })
})

test('a policy that holds an address, or no hours, is refused in a sentence', async t => {
  const [door, repo] = [openDoor(t), testRepo(t)]
  for (const [alerts, sentence] of [
    [
      'channels: [{ to: slack, address: "https://hooks.example.org/T1" }]',
      /alerts\.channels\.0\.address must match pattern/,
    ],
    [
      'channels: [{ to: slack }]',
      /alerts\.channels\.0 needs address, the name of the environment variable/,
    ],
    ['quiet: at night', /alerts\.quiet is written as 22:00-07:00 Europe\/Berlin, not "at night"/],
  ] as const) {
    repo.commit({ 'shipworthy.yml': `alerts: { ${alerts} }\n`, 'src/a.ts': sound('a') })
    const said = await door.assess(repo.dir)
    assert.match(said.stderr, sentence)
    assert.equal(said.code, 2)
  }
})
