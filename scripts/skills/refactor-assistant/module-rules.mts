/** What is said of modules? The numbers and faults of the module graph. */

import type { Rule, Scale } from '../../core/model.mts'
import { count, percent } from '../../core/scales.mts'

export const moduleScales = {
  'cyclic-modules': percent.fewer(
    'Share of the files that import each other in a circle; Java is left out.',
  ),
  'unused-exports': percent.fewer(
    'Share of the names exported for the project itself that nothing in it uses.',
  ),
  'import-cycles': count.fewer(
    'Groups of modules that import each other in circles: files, in Java packages.',
  ),
  'unused-files': count.fewer('Source files that no entry point of the project reaches.'),
} as const satisfies Readonly<Record<string, Scale>>

export type ModuleMeasure = keyof typeof moduleScales

export const moduleRules = {
  'import-cycle': {
    level: 'warn',
    fault: 'Modules that import each other in a circle',
    advice: 'Move what both sides need into a module of its own, or hand it over as a parameter.',
    costs: ['cyclic-modules', 'fault-density'],
  },
  'unused-export': {
    level: 'note',
    fault: 'An exported name that nothing uses',
    advice: 'Delete it; if other projects use it, export it from an entry point.',
    costs: ['unused-exports'],
  },
  'unused-file': {
    level: 'note',
    fault: 'A source file that nothing reaches',
    advice: 'Delete it, or name it where it is entered: in package.json, or in files.exclude.',
    costs: ['unused-exports'],
  },
} as const satisfies Readonly<Record<string, Rule>>

export type ModuleRule = keyof typeof moduleRules
