/** How does a verdict come to stand on a change? From this job's own assessment, or, where this job follows an untrusted one, from a new one. */

import { existsSync } from 'node:fs'
import { appendFile, readFile } from 'node:fs/promises'
import { UserFault } from '../core/fault.mts'
import { fields } from '../core/untyped.mts'
import type { Assessment } from '../core/verdict.mts'
import {
  followedRun,
  type GitHub,
  openGitHub,
  ownPull,
  type Pull,
  readEvent,
} from '../edge/forge/github.mts'
import { noteOnMergeRequest } from '../edge/forge/gitlab.mts'
import { parseJson } from '../formats/parse.mts'
import { defaultPolicy } from '../policy.mts'
import { isQuiet } from '../report/change.mts'
import { visible } from '../report/escape.mts'
import { markdown, marker } from '../report/markdown.mts'
import { sarif } from '../report/sarif.mts'
import { spoken, verdict } from '../report/verdict.mts'
import { type Catalogue, catalogueOf } from './catalogue.mts'
import { readPolicy } from './open-project.mts'
import { reassess } from './reassess.mts'
import { skillsUnder } from './skills.mts'
import type { WhereOptions } from './where.mts'

export interface CommentOptions extends WhereOptions {
  readonly assessment?: string
  readonly artifact: string
}

type Link = { readonly text: string; readonly url: string }

/** @param folder As the user wrote it; anything but the current one is a part of the repository with a comment of its own. */
export async function comment(folder: string, options: CommentOptions): Promise<void> {
  const part = folder === '.' ? '' : folder
  const event = await readEvent()
  const run = followedRun(event)
  if (run !== null && options.assessment === undefined) {
    const github = openGitHub()
    const pull = await github.pullOf(run)
    if (pull === null) {
      say('The pull request was closed or has moved on: there is nothing to comment on.')
      return
    }
    const said = await reassess(folder, github, run, pull, options)
    const site = await github.pages()
    const links = [
      { text: 'What the job says', url: run.url },
      ...(site === null ? [] : [{ text: 'History', url: site }]),
      ...said.links,
    ]
    await showOnGitHub(github, pull, said, { part, links, url: run.url })
    return
  }
  const pull = ownPull(event)
  if (pull === null && process.env.CI_MERGE_REQUEST_IID === undefined)
    throw new UserFault(
      'There is no change to comment on: comment.mts works in a job of GitHub Actions or GitLab CI that belongs to one',
    )
  if (options.assessment === undefined)
    throw new UserFault('--assessment names what `assess --json` printed: it is needed in this job')
  const assessment = await readAssessment(options.assessment)
  // A job that has not checked the project out has no words of the project's own.
  const policy = existsSync(folder) ? (await readPolicy(folder)).policy : defaultPolicy
  const catalogue = catalogueOf(skillsUnder(policy))
  if (pull !== null)
    await showOnGitHub(
      openGitHub(),
      pull,
      { assessment, catalogue },
      { part, links: [], url: null },
    )
  else {
    const body = markdown(assessment, catalogue, { part })
    await orSummary(
      'The note',
      await noteOnMergeRequest(marker(part), body, isQuiet(assessment)),
      body,
    )
  }
}

async function showOnGitHub(
  github: GitHub,
  pull: Pull,
  { assessment, catalogue }: { readonly assessment: Assessment; readonly catalogue: Catalogue },
  { part, links, url }: { part: string; links: readonly Link[]; url: string | null },
): Promise<void> {
  const body = markdown(assessment, catalogue, { part, links })
  const why = await github.comment(pull, marker(part), body, isQuiet(assessment))
  await orSummary('The comment', why, body)
  const said = verdict(assessment)
  const check = {
    name: part === '' ? 'shipworthy' : `shipworthy (${part})`,
    isGood: !assessment.gate.enforced || assessment.gate.status === 'pass',
    ...{ title: spoken(said), summary: body, url },
  }
  tell('The check', await github.check(pull.head, check))
  tell('The list of findings', await github.findings(pull, sarif(assessment, catalogue)))
}

/** A forge that refuses fails no run: what was to be shown stands in the job's own summary. */
async function orSummary(what: string, why: string | null, body: string): Promise<void> {
  tell(what, why)
  const file = process.env.GITHUB_STEP_SUMMARY
  if (why !== null && file !== undefined) await appendFile(file, body)
}

function tell(what: string, why: string | null): void {
  say(why === null ? `${what} is in place.` : `${what} could not be shown: ${why}.`)
}

const say = (sentence: string) => void process.stderr.write(`${visible(sentence)}\n`)

/** Written by this version a moment ago, in this job or one before it. */
async function readAssessment(file: string): Promise<Assessment> {
  const json = await readFile(file, 'utf8').catch(() => null)
  if (json === null) throw new UserFault(`--assessment ${file}: there is no such file`)
  const parsed = parseJson(json)
  const known = typeof parsed === 'string' ? {} : parsed.fields
  const isWhole = ['run', 'score', 'gate'].every(
    name => Object.keys(fields(known[name])).length > 0,
  )
  if (known.schema !== '1.0' || !isWhole || !Array.isArray(known.outcomes))
    throw new UserFault(`--assessment ${file} is not what \`assess --json\` prints`)
  return known as unknown as Assessment
}
