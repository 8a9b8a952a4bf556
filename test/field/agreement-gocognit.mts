/** Does our cognitive complexity of Go agree with gocognit's? `node agreement-gocognit.mts FOLDER`, with gocognit installed. */

import { execa } from 'execa'
import { folderArgument, goCounts, ours, report } from './agreement.mts'

const folder = folderArgument()
const tool = process.env.GOCOGNIT ?? 'gocognit'
const { stdout } = await execa(tool, ['-test', '-over', '-1', folder], { maxBuffer: 1e9 })
report('gocognit', goCounts(stdout), await ours(folder, 'go', '.go', 'cognitive'))
