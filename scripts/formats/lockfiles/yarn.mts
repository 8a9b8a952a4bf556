/** Which of the two formats called yarn.lock is this one? */

import { below, folderOf } from '../../core/paths.mts'
import { scopeSettings } from './npm-scopes.mts'
import type { Format } from './reading.mts'
import { berryMembers, readBerry } from './yarn-berry.mts'
import { readClassic } from './yarn-classic.mts'

const isBerry = (text: string) => /^__metadata:/m.test(text)

/** Members of a classic lock are not named in it: every manifest below may be one. */
export const yarn: Format = {
  ecosystem: 'npm',
  basename: /^yarn\.lock$/,
  wants: ({ path, text, paths }) => [
    ...(isBerry(text) ? berryMembers(path, text) : below(folderOf(path), 'package.json', paths)),
    ...scopeSettings(path),
  ],
  read: source => (isBerry(source.text) ? readBerry(source) : readClassic(source)),
}
