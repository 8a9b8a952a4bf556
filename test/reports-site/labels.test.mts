/** Does every cell know its head, whatever stands in it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelled } from '../../reports-site/src/labels.mts'

test('a cell is called what its column is called; a head over two columns calls both', () => {
  const head =
    '<thead><tr><th scope="col">File</th><th scope="col" class="n" colspan="2">Score, <i>points</i></th><th scope="col">"Why" &amp; how</th></tr></thead>'
  assert.equal(
    labelled(
      `${head}<tbody><tr><th scope="row">a</th><td class="n">3</td><td></td><td>x</td></tr></tbody>`,
    ),
    `${head}<tbody><tr><th scope="row">a</th><td data-label="Score, points" class="n">3</td><td data-label="Score, points"></td><td data-label="&quot;Why&quot; &amp; how">x</td></tr></tbody>`,
  )
})

test('a cell over several columns speaks for itself, and the next table starts anew', () => {
  const first =
    '<thead><tr><th scope="col">A</th><th scope="col">B</th><th scope="col">C</th></tr></thead>'
  const second = '<thead><tr><th scope="col">D</th><th scope="col"></th></tr></thead>'
  assert.equal(
    labelled(
      `${first}<tr><td colspan="2">none</td><td>c</td></tr>${second}<tr><td>d</td><td>e</td></tr>`,
    ),
    `${first}<tr><td colspan="2">none</td><td data-label="C">c</td></tr>${second}<tr><td data-label="D">d</td><td>e</td></tr>`,
  )
})

test('what looks like a cell inside an attribute is none', () => {
  const head = '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
  assert.equal(
    labelled(`${head}<tr><td title="<td>"><a href='<td>'>x</a></td><td>y</td></tr>`),
    `${head}<tr><td data-label="A" title="<td>"><a href='<td>'>x</a></td><td data-label="B">y</td></tr>`,
  )
})
