/** Where does one package hold the same function twice, so that one file can import the other's? Only where both mean the same and no cycle arises. */

import type { FunctionDeclaration } from 'ts-morph'
import type { Proposal, Splice } from '../../../core/model.mts'
import { isExported, removed } from './removal.mts'
import { isInert, Node, namesOf, type Script, topLevelNames } from './syntax.mts'

export interface Surroundings {
  /** The file a module specifier means, or null where that is outside the project. */
  resolve(from: string, specifier: string): string | null
  /** Whether loading the first file loads the second one. */
  reaches(from: string, to: string): boolean
  /** Whether other projects may import from it. */
  isPublic(path: string): boolean
}

/** `copy` is to import what `original` has. */
export function shared(
  original: Script,
  copy: Script,
  name: string,
  around: Surroundings,
): Proposal | null {
  const [theirs, own] = [only(original, name), only(copy, name)]
  if (theirs === null || own === null || !isSame(theirs, own)) return null
  if (!isSameScope(original, copy, theirs, around)) return null
  if (around.reaches(original.path, copy.path)) return null
  const isLoaded = around.reaches(copy.path, original.path)
  if (!isLoaded && !original.source.getStatements().every(isQuiet)) return null
  if (!isExported(theirs) && around.isPublic(original.path)) return null
  const edits = [offering(original, theirs), importing(original, copy, own, name)]
  if (edits[1] === null) return null
  return {
    why: `Import ${name} of ${original.path} in ${copy.path}, which has the same function`,
    edits: edits.flatMap(each => (each === null || each.splices.length === 0 ? [] : [each])),
  }
}

/** The one function of this name; overloads and merged declarations are more. */
function only({ source }: Script, name: string): FunctionDeclaration | null {
  const named = source.getStatements().filter(each => namesOf(each)?.includes(name))
  const [first] = named
  return named.length === 1 &&
    first !== undefined &&
    Node.isFunctionDeclaration(first) &&
    !first.isDefaultExport()
    ? first
    : null
}

/** By its tokens: comments and layout do not count. */
function isSame(one: FunctionDeclaration, other: FunctionDeclaration): boolean {
  const words = (node: FunctionDeclaration) =>
    node
      .getDescendants()
      .filter(each => each.getChildCount() === 0 && each.getText() !== 'export')
      .filter(each => !each.getAncestors().some(Node.isJSDoc))
      .map(each => each.getText())
      .join('\0')
  return (
    (one.getBody()?.getText().split('\n').length ?? 0) >= SHORTEST && words(one) === words(other)
  )
}

/** Lines a body must have, braces included: what is shorter is not worth an import. */
const SHORTEST = 4

const OF_A_FILE =
  /\bimport\.meta\b|\b(this|require|module|exports|__filename|__dirname|eval|super)\b/

function isSameScope(
  one: Script,
  other: Script,
  node: FunctionDeclaration,
  around: Surroundings,
): boolean {
  if (OF_A_FILE.test(node.getText()) || directives(one) !== directives(other)) return false
  const names = new Set(
    node
      .getDescendants()
      .filter(Node.isIdentifier)
      .map(each => each.getText()),
  )
  names.delete(node.getName() ?? '')
  const scopes = [one, other].map(({ source }) => topLevelNames(source))
  const taken = [...names].filter(name => scopes.some(scope => scope.has(name)))
  return taken.every(name => {
    const origins = [one, other].map(script => originOf(script, name, around))
    return origins[0] !== null && origins[0] === origins[1]
  })
}

const directives = ({ source }: Script): string =>
  source
    .getStatements()
    .filter(each => Node.isExpressionStatement(each) && Node.isStringLiteral(each.getExpression()))
    .map(each => each.getText().replace(/;$/, ''))
    .join('\n')

/** Module and name behind an imported name; null for what the file itself declares. */
function originOf({ path, source }: Script, name: string, around: Surroundings): string | null {
  for (const each of source.getImportDeclarations()) {
    const specifier = each.getModuleSpecifierValue()
    const module = around.resolve(path, specifier) ?? (specifier.startsWith('.') ? null : specifier)
    if (module === null) continue
    if (each.getDefaultImport()?.getText() === name) return `${module}\0default`
    if (each.getNamespaceImport()?.getText() === name) return `${module}\0*`
    const named = each
      .getNamedImports()
      .find(one => (one.getAliasNode() ?? one.getNameNode()).getText() === name)
    if (named !== undefined) return `${module}\0${named.getName()}`
  }
  return null
}

/** Loading a file of such statements does nothing that could be seen. */
const isQuiet = (statement: import('ts-morph').Statement): boolean =>
  isInert(statement) ||
  (Node.isImportDeclaration(statement) && statement.isTypeOnly()) ||
  (Node.isExportDeclaration(statement) && !statement.hasModuleSpecifier())

const edit = ({ path, oid }: Script, splices: readonly Splice[]) => ({ path, oid, splices })

function offering(original: Script, node: FunctionDeclaration) {
  if (isExported(node)) return edit(original, [])
  return edit(original, [{ at: node.getStart(), text: 'export ' }])
}

function importing(original: Script, copy: Script, own: FunctionDeclaration, name: string) {
  const imports = copy.source.getImportDeclarations()
  const style = imports.find(each => each.getModuleSpecifierValue().startsWith('.'))
  const last = imports.at(-1)
  if (
    style === undefined ||
    last === undefined ||
    isExported(own) ||
    !own.findReferencesAsNodes().length
  )
    return null
  const splices = removed(copy, name, 'replaced')
  if (splices === null) return null
  const known = style.getModuleSpecifier().getText()
  const quote = known[0] as string
  const ending = /\.[cm]?[jt]sx?$/.exec(style.getModuleSpecifierValue())?.[0] ?? ''
  const end = style.getText().endsWith(';') ? ';' : ''
  const newline = /\r\n/.test(copy.text.slice(0, 10_000)) ? '\r\n' : '\n'
  const specifier =
    relative(copy.path, original.path).replace(/\.[cm]?[jt]sx?$/, '') +
    endingOf(original.path, ending)
  const text = `${newline}import { ${name} } from ${quote}${specifier}${quote}${end}`
  return edit(copy, [{ at: last.getEnd(), text }, ...splices])
}

/** As the file writes its other imports: no ending, that of the source, or that of what is built. */
const endingOf = (path: string, like: string): string => {
  const own = /\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? ''
  if (like === '') return ''
  return /ts/.test(like)
    ? own
    : own.replace('ts', 'js').replace('jsx', like === '.jsx' ? 'jsx' : 'js')
}

function relative(from: string, to: string): string {
  const there = to.split('/')
  const here = from.split('/').slice(0, -1)
  let common = 0
  while (common < here.length && here[common] === there[common]) common++
  const up = here.slice(common).map(() => '..')
  const path = [...up, ...there.slice(common)].join('/')
  return up.length === 0 ? `./${path}` : path
}
