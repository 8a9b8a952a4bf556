/** Is every action and image found where it is run, told apart by how firmly it is named, and nothing else taken for one? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { referenceFormatOf } from '../../scripts/formats/references/index.mts'

const found = (path: string, text: string) =>
  (referenceFormatOf(path)?.read(text) ?? []).map(
    ({ kind, name, ref, pin, line }) => `${line} ${kind} ${name} ${ref || '-'} ${pin}`,
  )

const SHA = '0123456789012345678901234567890123456789'
const DIGEST = `sha256:${'a'.repeat(64)}`

test('a workflow: steps, reusable workflows, containers and services', () => {
  const text = `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    container: node:20
    services:
      db:
        image: postgres
    steps:
      - uses: actions/checkout@v4 # why
      - name: pinned
        uses: "owner/action/sub@${SHA}"
      - uses: owner/action@main
      - uses: ./.github/actions/own
      - uses: docker://alpine:3.20
      - uses: docker://ghcr.io/o/i@${DIGEST}
      - run: |
          uses: not/an-action@v1
        with:
          uses: not/either@v1
  b:
    uses: owner/repo/.github/workflows/x.yml@v1
`
  assert.deepEqual(found('.github/workflows/ci.yml', text), [
    '10 action actions/checkout v4 tag',
    `12 action owner/action/sub ${SHA} hash`,
    '13 action owner/action main floating',
    '15 image alpine 3.20 tag',
    `16 image ghcr.io/o/i ${DIGEST} hash`,
    '5 image node 20 tag',
    '8 image postgres - floating',
    '22 action owner/repo/.github/workflows/x.yml v1 tag',
  ])
})

test('a composite action has steps of its own', () => {
  const text = 'runs:\n  using: composite\n  steps:\n    - uses: a/b@v1\n'
  assert.deepEqual(found('tools/action.yml', text), ['4 action a/b v1 tag'])
})

test('a Dockerfile: stages, arguments, platforms, copies from images', () => {
  const text = `# syntax=docker/dockerfile:1
ARG NODE=20
ARG SECRET
FROM --platform=$BUILDPLATFORM node:\${NODE}-slim AS build
COPY --from=build /x /y
FROM build as test
COPY --from=0 /x /y
COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/
FROM scratch
FROM base:$SECRET
FROM \\
  localhost:5000/own@${DIGEST}
FROM golang
`
  assert.deepEqual(found('docker/Dockerfile.dev', text), [
    '4 image node 20-slim tag',
    '8 image ghcr.io/astral-sh/uv latest floating',
    `11 image localhost:5000/own ${DIGEST} hash`,
    '13 image golang - floating',
  ])
})

test('a Compose file: images, but not of what it builds itself', () => {
  const text = `services:
  db: { image: "redis:7" }
  own:
    build: .
    image: me/own:latest
  open:
    image: postgres:\${TAG}
`
  assert.deepEqual(found('docker-compose.prod.yml', text), ['2 image redis 7 tag'])
})

test('which files are asked, and whether what they name ships', () => {
  const ships = (path: string) => referenceFormatOf(path)?.isShipped ?? null
  assert.deepEqual(
    [
      '.github/workflows/a.yaml',
      'Dockerfile',
      'api.dockerfile',
      '.devcontainer/Dockerfile',
      'compose.yaml',
      'Dockerfile.dockerignore',
      'src/workflows/a.yml',
    ].map(ships),
    [true, true, true, false, false, null, null],
  )
})

test('whatever the text, an answer comes', () => {
  const paths = ['.github/workflows/a.yml', 'Dockerfile', 'compose.yml']
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.string({ unit: 'binary' }), (path, text) => {
      assert.ok(Array.isArray(found(path, text)))
    }),
    { numRuns: 200 },
  )
  for (const path of paths)
    for (const text of ['['.repeat(50_000), `a: &a [*a]\n`.repeat(100), 'FROM x:'.repeat(1e5)])
      assert.ok(Array.isArray(found(path, text)))
})
