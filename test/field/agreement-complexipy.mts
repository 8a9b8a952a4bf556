/** Does our cognitive complexity of Python agree with complexipy's? `node agreement-complexipy.mts FOLDER`, with a Python (`PYTHON`) that has it. */

import { execa } from 'execa'
import { folderArgument, keyOf, ours, report } from './agreement.mts'

/** It names no lines of methods: every function is handed over alone. */
const DRIVER = `
import ast, complexipy, json, pathlib, sys
rows = []
for path in pathlib.Path(sys.argv[1]).rglob('*.py'):
    text = path.read_text(encoding='utf-8', errors='replace')
    try:
        tree = ast.parse(text)
    except SyntaxError:
        continue
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = text.split('\\n')[node.lineno - 1:node.end_lineno]
            head = ['class Around:'] if node.col_offset > 0 else []
            found = complexipy.code_complexity('\\n'.join(head + lines)).functions
            if found:
                rows.append([str(path), node.lineno, node.name, found[0].complexity])
json.dump(rows, sys.stdout)
`

const folder = folderArgument()
const python = process.env.PYTHON ?? 'python3'
const { stdout } = await execa(python, ['-c', DRIVER, folder], { maxBuffer: 1e9 })
const rows = JSON.parse(stdout) as [string, number, string, number][]
report(
  'complexipy',
  new Map(rows.map(([path, line, name, complexity]) => [keyOf(path, line, name), complexity])),
  await ours(folder, 'python', '.py', 'cognitive'),
)
