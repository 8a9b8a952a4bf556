/** Which routes do the files of a Next.js application make? Its folders are the addresses. */

import type { SourceFacts } from '../../core/facts.mts'
import type { Route } from '../../core/routing.mts'
import { METHODS } from './draft.mts'
import { spelled } from './paths.mts'

export interface ExportingFile {
  readonly path: string
  readonly facts: Pick<SourceFacts, 'symbols' | 'imports'>
}

const HANDLER = /^(?:(.*)\/)?(?:src\/)?app\/(?:(.*)\/)?route\.[jt]sx?$/
const PAGE = /^(?:(.*)\/)?(?:src\/)?app\/(?:(.*)\/)?page\.[jt]sx?$/
const CLASSIC = /^(?:(.*)\/)?(?:src\/)?pages\/(.+)\.[jt]sx?$/

export function nextRoutes(files: readonly ExportingFile[]): readonly Route[] {
  const isNext = files.some(
    ({ path, facts }) =>
      /(^|\/)next\.config\.[cm]?[jt]s$/.test(path) ||
      facts.imports.some(({ source }) => /^next(\/|$)/.test(source)),
  )
  return isNext ? files.flatMap(routesOf) : []
}

function routesOf({ path, facts }: ExportingFile): readonly Route[] {
  const route = (
    method: string,
    address: string,
    line: number,
    handler: string,
    isPage: boolean,
  ) => ({
    method,
    ...spelled(address),
    file: path,
    line,
    handler,
    isPrivate: isPage,
  })
  const handled = HANDLER.exec(path)
  if (handled !== null)
    return facts.symbols
      .filter(({ name }) => METHODS.has(name))
      .map(({ name, line }) => route(name, visible(handled[2]), line, name, false))
  const page = PAGE.exec(path)
  if (page !== null) return [route('GET', visible(page[2]), 1, 'default', true)]
  const classic = CLASSIC.exec(path)?.[2]
  if (classic === undefined || /^_(app|document|error|middleware)$/.test(classic)) return []
  const isApi = classic.startsWith('api/')
  return [route(isApi ? '*' : 'GET', classic.replace(/(^|\/)index$/, ''), 1, 'default', !isApi)]
}

/** Groups and slots are folders for people, not part of the address. */
const visible = (folders = '') =>
  folders
    .split('/')
    .filter(each => !/^\(.*\)$|^@/.test(each))
    .map(each => each.replace(/^\(\.{1,3}\)/, ''))
    .join('/')
