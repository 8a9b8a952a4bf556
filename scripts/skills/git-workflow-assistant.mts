#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** Where does the work of the last months gather? Complicated code that many hands keep changing is where the next mistake is dear; files that change together without saying so are where it is forgotten. */

import { settle } from '../core/findings.mts'
import { count } from '../core/scales.mts'
import { defineSkill, notApplicable, unavailable } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { churn } from './git-workflow-assistant/churn.mts'
import { coupling, couplingFault } from './git-workflow-assistant/coupling.mts'
import { hotspotFault, hotspots } from './git-workflow-assistant/hotspots.mts'
import { ofSource, parsedShare } from './git-workflow-assistant/source.mts'

export const skill = defineSkill({
  id: 'git-workflow-assistant',
  question: 'Where does the work of the last months gather, and what changes together?',
  scales: {
    commits: count.neither('Commits in the window, merges left out.'),
    authors: count.neither('People who wrote at least one of those commits.'),
    'large-commits': count.fewer('Commits that touch more files than one can review together.'),
    hotspots: count.fewer(
      'Source files that are complicated, often changed, and a large share of both.',
    ),
    'coupled-pairs': count.fewer('Pairs of source files that usually change in the same commit.'),
    'single-owner-files': count.fewer(
      'Often changed source files that only one person has touched.',
    ),
  },
  rules: {
    hotspot: {
      level: 'note',
      fault: 'Complicated code that is changed often',
      advice: 'Simplify and test this file before others: the next changes will land here too.',
      costs: ['hotspots'],
    },
    'change-coupling': {
      level: 'note',
      fault: 'Two source files that usually change together',
      advice: 'Bring together what changes together, or make the dependency explicit.',
      costs: ['coupled-pairs'],
    },
  },
  settings: {
    sinceDays: 183,
    maxChangesetSize: 30,
    minRevs: 5,
    minSharedRevs: 5,
    minCoupling: 30,
    maxCoupling: 100,
    hotspotRevisions: 5,
    hotspotComplexity: 15,
    hotspotShare: 0.05,
    listed: 10,
  },
  needs: ['refactor-assistant'],
  isStatic: false,

  async collect(lens, settings) {
    if (lens.project.commit === null) return notApplicable('there is no git history to read')
    const answer = await lens.commits(settings.sinceDays)
    if (!answer.ok) return unavailable(answer.why)
    const commits = answer.value.filter(({ isMerge }) => !isMerge)
    const existing = new Set((await lens.files()).map(({ path }) => path))
    return {
      files: churn(commits, existing, lens.project.committedAt),
      coupling: coupling(commits, existing, settings),
      commits: commits.map(({ id, at, author, files }) => ({
        id,
        at,
        author,
        files: files.length,
        added: files.reduce((sum, { added }) => sum + added, 0),
        deleted: files.reduce((sum, { deleted }) => sum + deleted, 0),
      })),
      sinceDays: settings.sinceDays,
    }
  },

  judge(evidence, settings, needed) {
    const measures = [
      whole('commits', evidence.commits.length),
      whole('authors', new Set(evidence.commits.map(({ author }) => author)).size),
      whole(
        'large-commits',
        evidence.commits.filter(({ files }) => files > settings.maxChangesetSize).length,
      ),
    ]
    const code = needed['refactor-assistant']
    if (!code) {
      const why = 'the code was not analysed, so source files cannot be told from the rest'
      return { measures, findings: [], missing: ABOUT_SOURCE.map(measure => ({ measure, why })) }
    }
    const hot = hotspots(evidence, code, settings)
    const { files, pairs } = ofSource(evidence, code)
    const owned = files.filter(
      ({ revisions, authors }) => authors === 1 && revisions >= settings.hotspotRevisions,
    )
    return {
      measures: [
        ...measures,
        { ...whole('hotspots', hot.length), extent: parsedShare(code) },
        whole('coupled-pairs', pairs.length),
        whole('single-owner-files', owned.length),
      ],
      findings: settle(settings, [
        ...hot.slice(0, settings.listed).map(hotspotFault),
        ...pairs.slice(0, settings.listed).map(couplingFault),
      ]),
    }
  },
})

const ABOUT_SOURCE = ['hotspots', 'coupled-pairs', 'single-owner-files'] as const

const whole = <M extends string>(name: M, value: number) => ({ name, subject: '', value })

await standalone(import.meta, skill)
