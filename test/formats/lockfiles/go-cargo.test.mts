/** Do go.mod and Cargo.lock read as their tools read them? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, fixture, listing, read, readingOf } from './project.mts'

const goMod = (text: string, more: Record<string, string> = {}) =>
  readingOf('go.mod', { 'go.mod': text, ...more })

test('go: blocks, comments, quotes, replacements and other directives', () => {
  const reading = goMod(`module "example.com/m" // the module
go 1.21
toolchain go1.22.0
require "example.com/a" v1.0.0
require (
	example.com/b v2.0.0+incompatible // indirect; see b
	example.com/c/v3 v3.0.0-20240101000000-abcdefabcdef
	example.com/local v0.0.0
	example.com/pinned v1.1.0
)
replace (
	example.com/local => ../local
	example.com/a v1.0.0 => example.com/fork v1.0.1
	example.com/pinned v9.9.9 => example.com/never v1.0.0
)
exclude example.com/b v1.9.9
retract v0.1.0
tool example.com/a/cmd
`)
  assert.deepEqual(listing(reading), [
    'example.com/b v2.0.0+incompatible shipped',
    'example.com/c/v3 v3.0.0-20240101000000-abcdefabcdef shipped',
    'example.com/fork v1.0.1 shipped',
    'example.com/pinned v1.1.0 shipped',
  ])
  assert.equal(direct(reading).includes('example.com/b v2.0.0+incompatible'), false)
  assert.deepEqual(reading.notes, [])
})

test('go: before 1.17 the list is not whole, and the reading says so', () => {
  const text = 'module m\ngo 1.16\nrequire example.com/a v1.0.0\n'
  assert.match(goMod(text).notes.join(), /Go 1\.16, before go\.mod listed indirect/)
  assert.match(goMod(text.replace('go 1.16\n', '')).notes.join(), /Go 1\.16/)
})

test('go: modules of the same repository are its own', () => {
  const text = 'module example.com/m\ngo 1.22\nrequire example.com/m/sub v1.0.0\n'
  assert.deepEqual(listing(goMod(text, { 'sub/go.mod': 'module example.com/m/sub\n' })), [])
})

test('go: what is no go.mod is a sentence', () => {
  assert.match(String(read('go.mod', { 'go.mod': 'require a v1' })), /no module line/)
  assert.match(String(read('go.mod', { 'go.mod': 'module m\nrequire (\n' })), /never closed/)
  assert.match(String(read('go.mod', { 'go.mod': 'module m\n)\n' })), /Line 2 closes/)
})

test('cargo: repositories and other registries are told from crates.io', () => {
  const lock = `version = 3
[[package]]
name = "app"
version = "0.1.0"
dependencies = ["a", "b 1.0.0 (registry+https://crates.example.org/index)", "c"]
[[package]]
name = "a"
version = "1.0.0"
source = "git+https://github.com/o/a?branch=main#c0ffee"
[[package]]
name = "b"
version = "1.0.0"
source = "registry+https://crates.example.org/index"
[[package]]
name = "b"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
[[package]]
name = "c"
version = "1.0.0"
source = "sparse+https://index.crates.io/"
`
  const reading = readingOf('Cargo.lock', { 'Cargo.lock': lock })
  assert.deepEqual(listing(reading), [
    'a git+https://github.com/o/a#c0ffee shipped',
    'b 1.0.0 dev',
    'b registry+https://crates.example.org/index#1.0.0 shipped',
    'c 1.0.0 shipped',
  ])
})

test('cargo: the members of the workspace are covered', () => {
  assert.deepEqual(readingOf('Cargo.lock', fixture('cargo')).covers, [
    'app/Cargo.toml',
    'util/Cargo.toml',
  ])
})

test('cargo: what is no lock is a sentence', () => {
  assert.match(String(read('Cargo.lock', { 'Cargo.lock': '[[' })), /not valid TOML/)
  assert.match(String(read('Cargo.lock', { 'Cargo.lock': 'a = 1' })), /Cargo lock file\?/)
})
