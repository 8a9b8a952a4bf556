/** Which file names actions or images, and is what it names part of what ships? */

import { dockerfileReferences } from './dockerfile.mts'
import type { Reference } from './reference.mts'
import { composeReferences, workflowReferences } from './workflow.mts'

export interface ReferenceFormat {
  readonly isPath: RegExp
  /** Whether what it names ends up in the release or decides how it is made; else it serves development. */
  readonly isShipped: boolean
  read(text: string): readonly Reference[]
}

const FORMATS: readonly ReferenceFormat[] = [
  { isPath: /^\.github\/workflows\/[^/]+\.ya?ml$/, isShipped: true, read: workflowReferences },
  { isPath: /(^|\/)action\.ya?ml$/, isShipped: true, read: workflowReferences },
  {
    isPath: /^\.devcontainer\/(.*\/)?[^/]*(Dockerfile|Containerfile)[^/]*$/,
    isShipped: false,
    read: dockerfileReferences,
  },
  {
    isPath:
      /(^|\/)((Dockerfile|Containerfile)(\.(?!dockerignore$)[\w.-]+)?|[\w.-]+\.(dockerfile|containerfile))$/i,
    isShipped: true,
    read: dockerfileReferences,
  },
  {
    isPath: /(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/,
    isShipped: false,
    read: composeReferences,
  },
]

export const referenceFormatOf = (path: string): ReferenceFormat | undefined =>
  FORMATS.find(({ isPath }) => isPath.test(path))
