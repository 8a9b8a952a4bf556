/** Of what is the module graph made? Facts of the measured files, and the texts that say how a project is put together. */

import type { SourceFacts } from '../facts.mts'
import type { ProjectFile } from '../lens.mts'

export interface ModuleFile {
  readonly file: ProjectFile
  readonly facts: Pick<SourceFacts, 'imports' | 'exports' | 'mentions' | 'isProgram' | 'fault'>
}

export interface ProjectModules {
  /** Source and test files of the project, parsed or not. */
  readonly files: readonly ModuleFile[]
  /** Every path of the project, whatever it holds. */
  readonly paths: ReadonlySet<string>
  /** Manifests, and files that are not measured but may name modules: templates, pages, examples. */
  readonly texts: ReadonlyMap<string, string>
}

/** From one module of the project to another. */
export interface Link {
  readonly from: string
  readonly to: string
  readonly line: number
  /** As the other module names them; `*` for all. */
  readonly names: readonly string[]
  readonly when: 'load' | 'late' | 'type'
}
