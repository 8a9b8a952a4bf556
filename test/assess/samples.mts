/** Of what are the projects of these tests made? Small pieces whose measures can be told by looking at them. */

import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A documented function of three lines, without a fault. */
export const sound = (name: string): string =>
  `/** Gives more than ${name} was given. */\nexport function ${name}(x: number): number {\n  return x + 1\n}\n`

/** The same without its comment. */
export const unexplained = (name: string): string => sound(name).replace(/^.*\n/, '')

/** A documented function of 16 lines, cognitive complexity 1+2+3+4+5+6 = 21, six levels deep. */
export const tangled = (name: string): string =>
  [
    '/** Goes deep. */',
    `export function ${name}(x: number): number {`,
    ...[1, 2, 3, 4, 5, 6].map(level => `  if (x > ${level}) {`),
    '    x = x - 1',
    ...Array<string>(6).fill('  }'),
    '  return x',
    '}',
    '',
  ].join('\n')

export const broken = 'export function ( {\n'

/** One record a file: its line numbers that ran and that did not. */
export const lcov = (files: Readonly<Record<string, { hit?: number[]; missed?: number[] }>>) =>
  Object.entries(files)
    .map(([path, { hit = [], missed = [] }]) =>
      [
        `SF:${path}`,
        ...hit.map(line => `DA:${line},1`),
        ...missed.map(line => `DA:${line},0`),
        'end_of_record\n',
      ].join('\n'),
    )
    .join('')

export const junit = (passed: number, failed: number): string => {
  const cases = [
    ...Array.from({ length: passed }, (_, i) => `<testcase classname="t" name="passes ${i}"/>`),
    ...Array.from(
      { length: failed },
      (_, i) => `<testcase classname="t" name="fails ${i}"><failure message="no"/></testcase>`,
    ),
  ]
  return `<testsuite name="t" tests="${passed + failed}" failures="${failed}">${cases.join('')}</testsuite>`
}

/** A lock of npm that pins these packages, all of them asked for directly. */
export const npmLock = (versions: Readonly<Record<string, string>>, more: object = {}): Files => ({
  'package.json': JSON.stringify({ name: 'x', version: '1.0.0', ...more, dependencies: versions }),
  'package-lock.json': JSON.stringify({
    name: 'x',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 'x', version: '1.0.0', dependencies: versions },
      ...Object.fromEntries(
        Object.entries(versions).map(([name, version]) => [
          `node_modules/${name}`,
          {
            version,
            resolved: `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`,
            integrity: 'sha512-AAAA',
          },
        ]),
      ),
    },
  }),
})

/** An advisory that says every version of this npm package is dangerous. */
export const advisory = (name: string, severity = 'CRITICAL'): string =>
  JSON.stringify({
    id: `GHSA-${name}`,
    modified: '2026-01-01T00:00:00Z',
    summary: 'It does harm',
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
      },
    ],
    database_specific: { severity },
  })

/** A report on disk that is newer, or by `seconds` older, than everything else. */
export function leave(dir: string, path: string, text: string, seconds = 0): void {
  writeFileSync(join(dir, path), text)
  const at = new Date(Date.now() + 5_000 - seconds * 1000)
  utimesSync(join(dir, path), at, at)
}
