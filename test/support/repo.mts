/** How does a test get a real git repository? In a temporary folder, with dates and authors it chooses. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

export interface TestRepo {
  readonly dir: string
  git(...args: string[]): string
  write(files: Readonly<Record<string, string | Uint8Array>>): void
  /** Writes the files, commits everything, returns the commit id; the next one is made `days` (1) later. */
  commit(
    files: Readonly<Record<string, string | Uint8Array>>,
    message?: string,
    days?: number,
  ): string
}

export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-test-')))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export function testRepo(t: TestContext, dir = temporaryFolder(t)): TestRepo {
  let clock = Date.parse('2026-01-01T00:00:00Z')
  const git = (...args: string[]) => {
    const date = new Date(clock).toISOString()
    const env = {
      ...process.env,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    }
    return execFileSync(
      'git',
      ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args],
      { cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ).trim()
  }
  const write: TestRepo['write'] = files => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), content)
    }
  }
  const commit: TestRepo['commit'] = (files, message = 'change', days = 1) => {
    write(files)
    git('add', '-A')
    git('commit', '--quiet', '--allow-empty', '-m', message)
    clock += days * 86_400_000
    return git('rev-parse', 'HEAD')
  }
  mkdirSync(dir, { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  return { dir, git, write, commit }
}
