#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/**
 * How hard is this code to change? Code that is tangled, long or copied costs every later change; each number here is a
 * share of the code, so that a large project is not punished for its size.
 */

import { counting, settle } from '../core/findings.mts'
import { count, density, lines, percent } from '../core/scales.mts'
import { defineSkill, whole } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { codeRules } from './refactor-assistant/code-rules.mts'
import {
  classFaults,
  cloneFaults,
  functionFaults,
  parseFaults,
} from './refactor-assistant/faults.mts'
import { PARSED, production, sharesOf, sizesOf } from './refactor-assistant/measures.mts'
import { moduleRules, moduleScales } from './refactor-assistant/module-rules.mts'
import { moduleFaults, moduleMeasures } from './refactor-assistant/modules.mts'
import { packageMeasures } from './refactor-assistant/packages.mts'

export const skill = defineSkill({
  id: 'refactor-assistant',
  question: 'How hard is this code to change?',
  scales: {
    'complex-code': percent.fewer(
      'Share of the code in functions whose cognitive complexity is over the limit.',
    ),
    'duplicated-lines': percent.fewer('Share of the code lines that also stand elsewhere.'),
    'long-code': percent.fewer('Share of the code in functions with more lines than the limit.'),
    'fault-density': density.fewer('Faults in the code, of level error or warn, for its size.'),
    ...moduleScales,
    'code-lines': lines.neither('Lines of source that hold code, tests left out.'),
    'test-code-lines': lines.neither('Lines of test files that hold code.'),
    'source-files': count.neither('Hand-written source files in a language that can be read.'),
    'unparsed-files': count.fewer('Source files that could not be parsed and were not measured.'),
    functions: count.neither('Functions, methods and lambdas of the source.'),
  },
  rules: { ...codeRules, ...moduleRules },
  /**
   * Cognitive 15, nesting 4 and seven parameters are the limits SonarSource, ESLint and Checkstyle start from; clones
   * of 50 tokens and 5 lines are what copy detectors look for by default. 47 is what Lanza and Marinescu call very high.
   */
  settings: {
    cognitive: 15,
    functionLines: 60,
    nesting: 4,
    parameters: 7,
    classLines: 200,
    classComplexity: 47,
    cloneTokens: 50,
    cloneLines: 5,
  },
  needs: [],
  isStatic: true,

  collect: async (lens, settings) =>
    (await import('./refactor-assistant/collect.mts')).collectCode(lens, settings),

  judge(evidence, settings) {
    const { source, parsed, functions, clones } = production(evidence)
    const findings = settle(settings, [
      ...functionFaults(functions, settings),
      ...classFaults(evidence.classes ?? [], parsed, settings),
      ...cloneFaults(clones),
      ...moduleFaults(evidence.modules),
      ...parseFaults(source),
    ])
    const sizes = sizesOf(evidence)
    if (parsed.length === 0) {
      const why = `none of the ${source.length} source files could be parsed`
      return { measures: sizes, findings, missing: PARSED.map(measure => ({ measure, why })) }
    }
    const shares = sharesOf(evidence, settings, counting(findings).length)
    const { measures, missing } = moduleMeasures(evidence.modules, parsed.length / source.length)
    return {
      measures: [
        ...shares,
        ...measures,
        ...sizes,
        whole('functions', functions.length),
        ...packageMeasures(evidence, findings, settings),
      ],
      findings,
      missing,
    }
  },

  async propose(lens, evidence) {
    const { proposalsFor } = await import('./refactor-assistant/propose.mts')
    return proposalsFor(lens, evidence)
  },
})

await standalone(import.meta, skill)
