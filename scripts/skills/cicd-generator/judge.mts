/** Does any CI run the tests, and what would be written so that every change is assessed? */

import type { Draft } from '../../core/findings.mts'
import type { Edit, Proposal } from '../../core/model.mts'
import type { CiFile, PipelineEvidence } from '../../core/pipelines.mts'
import { targetsOf } from './files.mts'
import { type PipelineSettings, viewOf } from './view.mts'

/** Below the root of a repository nobody can tell: CI is set up at the root. */
export const pipelineDrafts = ({
  prefix,
  pipelines,
  testFiles,
}: PipelineEvidence): Draft<'no-pipeline'>[] =>
  prefix !== '' || pipelines.length > 0 || testFiles === 0
    ? []
    : [
        {
          ...{ rule: 'no-pipeline', path: null, line: null, symbol: '' },
          message: `The project has ${testFiles} files of tests, and no CI pipeline`,
        },
      ]

export function pipelineProposals(
  evidence: PipelineEvidence,
  settings: PipelineSettings,
): Proposal[] {
  const { prefix, forge, files } = evidence
  if (prefix !== '')
    return [{ why: 'CI is set up at the root of the repository: run cicd-generator there' }]
  const why = faultOf(settings)
  if (why !== null) return [{ why }]
  const view = viewOf(evidence, settings)
  const edits = targetsOf(forge).flatMap(({ path, template }) => {
    const file = files.find(each => each.path === path)
    return file === undefined || !isFree(file) ? [] : [editOf(file, template, view)]
  })
  const name = forge === 'github' ? 'GitHub Actions' : 'GitLab CI'
  const foreign = files.filter(file => !isFree(file) && !file.isOurs)
  return [
    {
      why: `${name}: assess every change and comment on it, remember the default branch`,
      edits,
    },
    ...notesOf(evidence).map(why => ({ why })),
    ...foreign.map(({ path }) => ({ why: leftAlone(path) })),
  ]
}

/** There is none, or it is the generator's own: the line of an include in somebody else's file is all there is to do. */
const isFree = ({ oid, isOurs, path }: CiFile) =>
  oid === null || (isOurs && path !== '.gitlab-ci.yml')

const leftAlone = (path: string) =>
  path === '.gitlab-ci.yml'
    ? `${path} is left as it is. Add to it by hand: include: [{ local: .gitlab/shipworthy.yml }]`
    : `${path} is left as it is: it was not written by cicd-generator. Rename it to have it written`

function editOf(file: CiFile, template: string, view: object): Edit {
  const { path, oid, length } = file
  const splice = { at: 0, removes: length, template, view: view as Record<string, unknown> }
  return { path, oid, splices: [splice] }
}

/** What a person has to know before believing that the job runs all tests. */
function notesOf({ parts, services, forge }: PipelineEvidence): string[] {
  const without = parts.filter(({ toolchains }) => toolchains.length === 0)
  return [
    ...(without.length === 0
      ? []
      : [
          'No way to run tests was found for Node, Python, Go or Java: set skills.test-orchestrator.command, and what it needs in skills.cicd-generator.prepare',
        ]),
    ...(services.length === 0
      ? []
      : [
          `The tests find ${services.map(({ name, port }) => `${name} at ${forge === 'github' ? 'localhost' : name}:${port}`).join(', ')}: name the variables they read in skills.cicd-generator.env`,
        ]),
  ]
}

const FROM = /^(npm(:\d[\w.+-]*)?|[\w.-]+\/[\w.-]+@[\w./-]+|\.(\/[\w./-]*)?)$/

/** Settings go into YAML and into a shell: what could be read as more is a sentence instead. */
function faultOf({ from, branch, env, prepare, secrets }: PipelineSettings): string | null {
  if (!FROM.test(from) || from.includes('..'))
    return `skills.cicd-generator.from is "${from}": give npm, npm:VERSION, OWNER/NAME@REF or ./FOLDER`
  if (!/^\w[\w./-]*$/.test(branch))
    return `skills.cicd-generator.branch is "${branch}", which is no name of a branch`
  const secret = secrets.find(name => !/^[A-Z][A-Z0-9_]*$/.test(name))
  if (secret !== undefined)
    return `skills.cicd-generator.secrets: "${secret}" is no name of a secret such as SLACK_WEBHOOK_URL`
  const variable = env.find(row => !/^[A-Za-z_]\w*=/.test(row) || EXPRESSION.test(row))
  if (variable !== undefined)
    return `skills.cicd-generator.env: "${variable}" is not written as NAME=value, without expressions`
  const command = prepare.find(line => /[\r\n]/.test(line) || EXPRESSION.test(line))
  return command === undefined
    ? null
    : `skills.cicd-generator.prepare: "${command}" is not one line of shell, without expressions`
}

/** What GitHub would replace before any shell sees it. */
const EXPRESSION = /\$\{\{/
