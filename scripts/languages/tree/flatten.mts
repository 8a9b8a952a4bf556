/** How does a tree leave the WebAssembly module? Node by node into flat arrays, in reading order. */

import type { Tree } from 'web-tree-sitter'
import type { Columns } from './syntax.mts'

/**
 * What the module itself exports for a walk. The `TreeCursor` of the library copies its state in and out of the module's
 * memory around each question, half a dozen times a node; as nobody else asks meanwhile, it can as well stay there.
 */
export interface Binding {
  readonly _ts_tree_cursor_new_wasm: (tree: number) => void
  readonly _ts_tree_cursor_delete_wasm: (tree: number) => void
  readonly _ts_tree_cursor_current_node_type_id_wasm: (tree: number) => number
  readonly _ts_tree_cursor_current_field_id_wasm: (tree: number) => number
  readonly _ts_tree_cursor_start_index_wasm: (tree: number) => number
  readonly _ts_tree_cursor_end_index_wasm: (tree: number) => number
  readonly _ts_tree_cursor_goto_first_child_wasm: (tree: number) => number
  readonly _ts_tree_cursor_goto_next_sibling_wasm: (tree: number) => number
  readonly _ts_tree_cursor_goto_parent_wasm: (tree: number) => number
}

/** @param length of the text: a grammar may end its last nodes after it. */
export function flatten(binding: Binding, tree: Tree, length: number): Columns {
  // Its address, which the library keeps from its types.
  const { 0: at } = tree as unknown as { readonly 0: number }
  // Asking the root puts it where the cursor begins.
  const { descendantCount } = tree.rootNode
  binding._ts_tree_cursor_new_wasm(at)
  try {
    return columnsAt(binding, at, descendantCount, length)
  } finally {
    binding._ts_tree_cursor_delete_wasm(at)
  }
}

function columnsAt(binding: Binding, at: number, size: number, length: number): Columns {
  const {
    _ts_tree_cursor_current_node_type_id_wasm: kindAt,
    _ts_tree_cursor_current_field_id_wasm: fieldAt,
    _ts_tree_cursor_start_index_wasm: startAt,
    _ts_tree_cursor_end_index_wasm: endAt,
    _ts_tree_cursor_goto_first_child_wasm: firstChild,
    _ts_tree_cursor_goto_next_sibling_wasm: nextSibling,
    _ts_tree_cursor_goto_parent_wasm: toParent,
  } = binding
  const columns = room(size)
  let count = 0
  let parent = -1
  for (;;) {
    const node = count++
    if (node === size) throw new Error('the tree is larger than it says')
    columns.kind[node] = kindAt(at)
    columns.field[node] = fieldAt(at)
    columns.start[node] = Math.min(startAt(at), length)
    columns.end[node] = Math.min(endAt(at), length)
    columns.parent[node] = parent
    columns.after[node] = count
    if (firstChild(at) === 1) {
      parent = node
      continue
    }
    while (nextSibling(at) !== 1) {
      if (toParent(at) !== 1) return { ...columns, count }
      columns.after[parent] = count
      parent = columns.parent[parent] as number
    }
  }
}

const room = (size: number) => ({
  kind: new Uint16Array(size),
  field: new Uint16Array(size),
  start: new Uint32Array(size),
  end: new Uint32Array(size),
  parent: new Int32Array(size),
  after: new Uint32Array(size),
})
