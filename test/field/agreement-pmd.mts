/**
 * Does our cognitive complexity of Java agree with PMD's? `node agreement-pmd.mts FOLDER`, with PMD 7 installed; `PMD` may be
 * another command, as in `PMD='java -cp lib/* net.sourceforge.pmd.cli.PmdCli'`.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { type Counts, folderArgument, keyOf, ours, report } from './agreement.mts'

/** PMD says nothing of a cognitive complexity of 0: the other rule names every method. */
const RULES = `<?xml version="1.0"?>
<ruleset name="all" xmlns="http://pmd.sourceforge.net/ruleset/2.0.0">
  <description>every method</description>
  <rule ref="category/java/design.xml/CyclomaticComplexity">
    <properties>
      <property name="methodReportLevel" value="1"/>
      <property name="classReportLevel" value="1000000"/>
    </properties>
  </rule>
  <rule ref="category/java/design.xml/CognitiveComplexity">
    <properties><property name="reportLevel" value="1"/></properties>
  </rule>
</ruleset>
`

interface Report {
  readonly files: readonly {
    readonly filename: string
    readonly violations: readonly {
      readonly beginline: number
      readonly rule: string
      readonly description: string
    }[]
  }[]
  readonly processingErrors: readonly { readonly filename: string }[]
}

const DESCRIBED = /'(\w+)\(.*complexity of (\d+)/s

async function pmd(folder: string): Promise<Counts> {
  const work = mkdtempSync(join(tmpdir(), 'shipworthy-pmd-'))
  try {
    const [rules, output] = [join(work, 'rules.xml'), join(work, 'report.json')]
    writeFileSync(rules, RULES)
    const [program = '', ...before] = (process.env.PMD ?? 'pmd').split(' ')
    const asked = ['--dir', folder, '--rulesets', rules, '--no-cache', '--no-progress']
    const written = ['--format', 'json', '--report-file', output, '--no-fail-on-violation']
    await execa(program, [...before, 'check', ...asked, ...written], { reject: false })
    const { files, processingErrors }: Report = JSON.parse(readFileSync(output, 'utf8'))
    for (const { filename } of processingErrors) console.log(`PMD could not read ${filename}`)
    const counts = new Map<string, number>()
    for (const { filename, violations } of files)
      for (const { beginline, rule, description } of violations) {
        const [, name = '', complexity] = DESCRIBED.exec(description) ?? []
        const key = keyOf(filename, beginline, name)
        if (rule === 'CognitiveComplexity') counts.set(key, Number(complexity))
        else if (!counts.has(key)) counts.set(key, 0)
      }
    return counts
  } finally {
    rmSync(work, { recursive: true })
  }
}

const folder = folderArgument()
report('PMD', await pmd(folder), await ours(folder, 'java', '.java', 'cognitive'))
