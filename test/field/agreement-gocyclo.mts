/** Does our cyclomatic complexity of Go agree with gocyclo's? `node agreement-gocyclo.mts FOLDER`, with gocyclo installed. */

import { execa } from 'execa'
import { folderArgument, goCounts, ours, report } from './agreement.mts'

const folder = folderArgument()
const { stdout } = await execa(process.env.GOCYCLO ?? 'gocyclo', [folder], { maxBuffer: 1e9 })
report('gocyclo', goCounts(stdout), await ours(folder, 'go', '.go'))
