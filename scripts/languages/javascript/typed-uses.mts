/** Which places mean this symbol? TypeScript's own answer over a few modules in memory; nothing of the disk is read. */

import type { CodePlace } from '../../core/impact.mts'
import {
  type CodeLine,
  type ScriptProgram,
  type SymbolUses,
  specifierKey,
} from '../../core/script-uses.mts'

// Late, because loading it takes a third of a second: whoever imports this file wants types.
const { Project, ts } = await import('ts-morph')

type Node = import('ts-morph').ts.Node
type SourceFile = import('ts-morph').ts.SourceFile

const { SyntaxKind: Kind } = ts

/** What gives a name to something; a binding pattern and a shorthand property also take it from something. */
const DECLARING: ReadonlySet<number> = new Set([
  Kind.FunctionDeclaration,
  Kind.FunctionExpression,
  Kind.MethodDeclaration,
  Kind.MethodSignature,
  Kind.GetAccessor,
  Kind.SetAccessor,
  Kind.PropertyDeclaration,
  Kind.PropertySignature,
  Kind.PropertyAssignment,
  Kind.VariableDeclaration,
  Kind.ClassDeclaration,
  Kind.ClassExpression,
  Kind.InterfaceDeclaration,
  Kind.TypeAliasDeclaration,
  Kind.EnumDeclaration,
  Kind.EnumMember,
  Kind.ModuleDeclaration,
  Kind.Parameter,
])

/** To bring a name, or to pass it on, is not to use it. */
const BRINGING: ReadonlySet<number> = new Set([
  Kind.ImportClause,
  Kind.ImportSpecifier,
  Kind.NamespaceImport,
  Kind.ImportEqualsDeclaration,
  Kind.ExportSpecifier,
  Kind.NamespaceExport,
  Kind.ExportAssignment,
])

export class TypedUses {
  private readonly service: import('ts-morph').ts.LanguageService
  private readonly texts: ReadonlyMap<string, string>

  constructor({ texts, modules }: ScriptProgram) {
    this.texts = texts
    const project = new Project({
      useInMemoryFileSystem: true,
      compilerOptions: {
        allowJs: true,
        strict: true,
        jsx: ts.JsxEmit.Preserve,
        target: ts.ScriptTarget.ESNext,
        module: ts.ModuleKind.ESNext,
        lib: ['lib.esnext.d.ts'],
        types: [],
      },
      resolutionHost: () => ({
        resolveModuleNames: (names, from) =>
          names.map(name => {
            const path = modules.get(specifierKey(from.slice(1), name))
            const extension = /\.d\.[cm]?ts$|\.\w+$/.exec(path ?? '')?.[0]
            return extension === undefined ? undefined : { resolvedFileName: `/${path}`, extension }
          }),
      }),
    })
    for (const [path, text] of texts) project.createSourceFile(`/${path}`, text)
    this.service = project.getLanguageService().compilerObject
  }

  /** As `ScriptUses.of`. */
  of({ path, name, line }: CodePlace, visible: readonly string[]): SymbolUses | null {
    const word = name.slice(name.lastIndexOf('.') + 1)
    const source = this.source(path)
    const start = source === undefined ? null : declaration(source, word, line)
    if (start === null) return null
    const found = this.service.getReferencesAtPosition(`/${path}`, start) ?? []
    const certain = found.flatMap(({ fileName, textSpan }) => {
      const file = this.source(fileName.slice(1))
      return file === undefined || !isUse(tokenAt(file, textSpan.start))
        ? []
        : [placeOf(file, textSpan.start)]
    })
    const possible = visible.flatMap(each => this.untyped(each, word))
    return { certain, possible }
  }

  private source(path: string): SourceFile | undefined {
    return this.texts.has(path) ? this.service.getProgram()?.getSourceFile(`/${path}`) : undefined
  }

  private untyped(path: string, word: string): CodeLine[] {
    const file = this.source(path)
    const checker = this.service.getProgram()?.getTypeChecker()
    if (file === undefined || checker === undefined) return []
    const found: CodeLine[] = []
    for (let at = file.text.indexOf(word); at !== -1; at = file.text.indexOf(word, at + 1)) {
      const token = tokenAt(file, at)
      if (!ts.isIdentifier(token) || token.text !== word || !isUse(token)) continue
      if (checker.getSymbolAtLocation(token) !== undefined || isForeign(checker, token)) continue
      found.push(placeOf(file, at))
    }
    return found
  }
}

/** Where a symbol gets its name: at the line the facts give it, or on the first one after, below decorators. */
function declaration(source: SourceFile, word: string, line: number): number | null {
  let best: { start: number; line: number } | null = null
  const waiting: Node[] = [source]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    ts.forEachChild(node, child => void waiting.push(child))
    const start = nameStart(node, word, source)
    if (start === null) continue
    const at = placeOf(source, start).line
    if (
      at < line ||
      (best !== null && (at > best.line || (at === best.line && start > best.start)))
    )
      continue
    best = { start, line: at }
  }
  return best?.start ?? null
}

function nameStart(node: Node, word: string, source: SourceFile): number | null {
  if (ts.isConstructorDeclaration(node)) {
    const start = source.text.indexOf('constructor', node.getStart(source))
    return word === 'constructor' ? start : null
  }
  const name = DECLARING.has(node.kind) ? (node as { name?: Node }).name : assigned(node)
  const text = name?.getText(source)
  return text === word || text === `#${word}` ? (name?.getStart(source) ?? null) : null
}

/** `api.open = …`: how programs without classes declare. */
const assigned = (node: Node): Node | undefined =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === Kind.EqualsToken &&
  ts.isPropertyAccessExpression(node.left)
    ? node.left.name
    : undefined

function isUse(token: Node): boolean {
  if (token.kind === Kind.SuperKeyword) return true
  if (!(ts.isIdentifier(token) || ts.isPrivateIdentifier(token) || ts.isStringLiteral(token)))
    return false
  const { parent } = token
  if (BRINGING.has(parent.kind)) return false
  return !(DECLARING.has(parent.kind) && (parent as { name?: Node }).name === token)
}

/** Whether the word stands on something another package gave, of which nothing was read: it is none of ours. */
function isForeign(checker: import('ts-morph').ts.TypeChecker, { parent }: Node): boolean {
  if (!ts.isPropertyAccessExpression(parent)) return false
  const type = checker.getTypeAtLocation(parent.expression)
  return 'intrinsicName' in type && type.intrinsicName === 'error'
}

/** The smallest node at a position; of a comment, what it stands in. */
function tokenAt(source: SourceFile, position: number): Node {
  let node: Node = source
  for (;;) {
    const inner: Node | undefined = ts.forEachChild(node, child =>
      child.getStart(source) <= position && position < child.end ? child : undefined,
    )
    if (inner === undefined) return node
    node = inner
  }
}

const placeOf = (source: SourceFile, position: number): CodeLine => ({
  path: source.fileName.slice(1),
  line: source.getLineAndCharacterOfPosition(position).line + 1,
})
