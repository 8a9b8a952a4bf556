/** A project made of literals, for collect: files with facts, reports with times, commands that write reports. */

import picomatch from 'picomatch'
import type { FunctionFacts, SourceFacts } from '../../../scripts/core/facts.mts'
import type { Command, Executed, FoundFile, Lens, Role } from '../../../scripts/core/lens.mts'

export interface FakeFile {
  readonly role?: Role
  readonly lines?: number
  readonly functions?: number
  readonly text?: string
  readonly at?: string
}

export interface FakeReport {
  readonly text: string
  readonly at?: string
  readonly isTracked?: boolean
}

export interface FakeProject {
  readonly files?: Readonly<Record<string, FakeFile>>
  readonly reports?: Readonly<Record<string, FakeReport>>
  readonly commits?: readonly (readonly string[])[]
  readonly commit?: string
  readonly committedAt?: string
  readonly isWorkTree?: boolean
  readonly isDirty?: boolean
  readonly mayExecute?: boolean
  readonly programs?: readonly string[]
  /** What a command does: reports it leaves, and how it ended. */
  run?(command: Command): Partial<Executed> & { readonly leaves?: Record<string, string> }
}

export const EARLY = '2026-01-01T10:00:00.000Z'
export const LATE = '2026-01-01T12:00:00.000Z'

export function fakeLens(project: FakeProject): Lens {
  const { files = {}, commits = [], commit = 'c'.repeat(40) } = project
  const reports: Record<string, FakeReport> = { ...project.reports }
  const isCode = (path: string) => /\.(js|ts|py|go|java)$/.test(path)
  const rows = Object.entries(files).map(([path, file]) => ({
    path,
    oid: path,
    language: isCode(path) ? ('javascript' as const) : null,
    role: file.role ?? ('source' as const),
  }))
  const found = (): FoundFile[] => [
    ...Object.entries(files).map(([path, { at = EARLY }]) => ({
      path,
      bytes: 1,
      modifiedAt: at,
      isTracked: true,
    })),
    ...Object.entries(reports).map(([path, { text, at = LATE, isTracked = false }]) => ({
      path,
      bytes: text.length,
      modifiedAt: at,
      isTracked,
    })),
  ]
  const lens = {
    project: {
      slug: 'p',
      commit,
      committedAt: project.committedAt ?? EARLY,
      tree: 't',
      isDirty: project.isDirty ?? false,
      branch: 'main',
      release: null,
      forge: null,
    },
    isWorkTree: project.isWorkTree ?? true,
    mayExecute: project.mayExecute ?? false,
    mayBench: false,
    traces: async () => null,
    change: null,
    files: async () => rows,
    text: async (path: string) => {
      const text = files[path]?.text
      return text === undefined ? { ok: false, why: 'gone' } : { ok: true, value: text }
    },
    facts: async () =>
      rows
        .filter(({ language, role }) => language && (role === 'source' || role === 'test'))
        .map(file => ({ file, facts: factsOf(files[file.path] ?? {}) })),
    find: async (globs: readonly string[]) =>
      found().filter(({ path }) => !path.startsWith('/') && picomatch.isMatch(path, [...globs])),
    report: async (path: string) => {
      const report = reports[path]
      return report === undefined ? { ok: false, why: 'gone' } : { ok: true, value: report.text }
    },
    commits: async () => ({
      ok: true,
      value: commits.map((paths, nth) => ({
        id: String(nth),
        at: EARLY,
        author: 'a',
        subject: 's',
        isMerge: false,
        files: paths.map(path => ({ path, added: 1, deleted: 0 })),
      })),
    }),
    which: async (programs: readonly string[]) =>
      programs.find(each => project.programs?.includes(each)) ?? null,
    scratch: async () => '/scratch',
    execute: async (command: Command) => {
      const { leaves = {}, ...ended } = project.run?.(command) ?? {}
      for (const [path, text] of Object.entries(leaves))
        reports[path] = { text, at: '2026-01-01T13:00:00.000Z' }
      return { exitCode: 0, isTimedOut: false, stdout: '', stderr: '', seconds: 1, ...ended }
    },
  }
  return lens as unknown as Lens
}

function factsOf({ lines = 10, functions = 1 }: FakeFile): SourceFacts {
  const links = { imports: [], exports: [], mentions: [], isProgram: false }
  const facts = {
    lines,
    fault: null,
    ...links,
    functions: Array(functions).fill({} as FunctionFacts),
  }
  return facts as unknown as SourceFacts
}

/** LCOV of files whose lines 1…total are coverable and the first `covered` ran. */
export function lcov(files: Readonly<Record<string, readonly [number, number]>>): string {
  return Object.entries(files)
    .map(([path, [covered, total]]) => {
      const lines = Array.from({ length: total }, (_, n) => `DA:${n + 1},${n < covered ? 1 : 0}`)
      return `SF:${path}\n${lines.join('\n')}\nend_of_record\n`
    })
    .join('')
}
