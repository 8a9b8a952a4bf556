/**
 * Do we find the docstrings that interrogate finds? `node agreement-interrogate.mts FOLDER`, with a Python (`PYTHON`) that
 * has it. It leaves out what nobody outside sees by its name, and so do we; 1 is documented, 0 is not.
 */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { readFacts } from '../../scripts/languages/index.mts'
import { folderArgument, keyOf, report } from './agreement.mts'

const DRIVER = `
import json, pathlib, sys
from interrogate import config, coverage
hidden = ['magic', 'init_method', 'private', 'semiprivate', 'nested_functions', 'overloaded_functions', 'property_setters']
settings = config.InterrogateConfig(**{'ignore_' + each: True for each in hidden})
rows = []
for path in sorted(map(str, pathlib.Path(sys.argv[1]).rglob('*.py'))):
    try:
        found = coverage.InterrogateCoverage([path], settings)
        files = found.get_coverage().file_results
    except (SyntaxError, UnicodeDecodeError):
        continue
    for file in files:
        for node in file.nodes:
            name = '' if node.node_type == 'Module' else node.name
            rows.append([path, node.lineno or 1, name, int(node.covered)])
json.dump(rows, sys.stdout)
`

const folder = folderArgument()
const { stdout } = await execa(process.env.PYTHON ?? 'python3', ['-c', DRIVER, folder], {
  maxBuffer: 1e9,
})
const theirs = new Map(
  (JSON.parse(stdout) as [string, number, string, number][]).map(
    ([path, line, name, isCovered]) => [keyOf(path, line, name), isCovered],
  ),
)
const counts = new Map<string, number>()
const faults: string[] = []
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.py')) continue
  const path = join(entry.parentPath, entry.name)
  const { source } = await readFacts(path, await readFile(path, 'utf8'), 'python')
  if (source.fault !== null) faults.push(`${path}: ${source.fault}`)
  for (const { kind, line, name, isDocumented } of source.symbols)
    counts.set(keyOf(path, line, kind === 'module' ? '' : name), Number(isDocumented))
}
report('interrogate', theirs, { counts, owners: new Set(), faults })
