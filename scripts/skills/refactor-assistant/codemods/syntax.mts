/** What does a text of JavaScript or TypeScript mean? One file alone, in memory; nothing of the disk is read. */

import type { Expression, Identifier, SourceFile, Statement } from 'ts-morph'

// Late, because loading it takes a third of a second: whoever imports this file wants syntax trees.
const { Node, Project, ScriptTarget } = await import('ts-morph')

export { Node }

/** A file as the codemods see it. */
export interface Script {
  readonly path: string
  readonly oid: string
  readonly text: string
  readonly source: SourceFile
}

export function script(path: string, oid: string, text: string): Script {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, target: ScriptTarget.Latest },
  })
  return { path, oid, text, source: project.createSourceFile(path, text) }
}

/** Names of the file's outermost scope. */
export function topLevelNames(source: SourceFile): ReadonlySet<string> {
  return new Set(source.getStatements().flatMap(each => namesOf(each) ?? []))
}

/** What a statement of the outermost scope declares; null where that is not a plain declaration. */
export function namesOf(statement: Statement): readonly string[] | null {
  if (Node.isVariableStatement(statement)) {
    const names = statement.getDeclarations().map(each => each.getNameNode())
    return names.flatMap(each =>
      Node.isIdentifier(each)
        ? [each.getText()]
        : each.getDescendants().filter(Node.isIdentifier).map(String),
    )
  }
  if (Node.isImportDeclaration(statement)) return bindingsOf(statement).map(each => each.getText())
  if (isDeclaration(statement) || Node.isModuleDeclaration(statement)) {
    const name = statement.getName()
    return name === undefined ? [] : [name]
  }
  return null
}

export function bindingsOf(statement: Statement): Identifier[] {
  if (!Node.isImportDeclaration(statement)) return []
  const whole = [statement.getDefaultImport(), statement.getNamespaceImport()]
  const named = statement
    .getNamedImports()
    .map(each => each.getAliasNode() ?? each.getNameNode())
    .filter(Node.isIdentifier)
  return [...whole.filter(each => each !== undefined), ...named]
}

const isDeclaration = (node: Statement) =>
  Node.isFunctionDeclaration(node) ||
  Node.isClassDeclaration(node) ||
  Node.isInterfaceDeclaration(node) ||
  Node.isTypeAliasDeclaration(node) ||
  Node.isEnumDeclaration(node)

/** Whether a declaration does nothing but declare: leaving it out changes nothing for those who do not use it. */
export function isInert(statement: Statement): boolean {
  if (Node.isFunctionDeclaration(statement)) return true
  if (Node.isInterfaceDeclaration(statement) || Node.isTypeAliasDeclaration(statement)) return true
  if (Node.isEnumDeclaration(statement))
    return statement.getMembers().every(each => isInertValue(each.getInitializer()))
  if (Node.isVariableStatement(statement))
    return statement
      .getDeclarations()
      .every(each => Node.isIdentifier(each.getNameNode()) && isInertValue(each.getInitializer()))
  return false
}

function isInertValue(value: Expression | undefined): boolean {
  if (value === undefined || Node.isArrowFunction(value) || Node.isFunctionExpression(value))
    return true
  if (Node.isLiteralExpression(value) || Node.isTrueLiteral(value) || Node.isFalseLiteral(value))
    return true
  if (Node.isNullLiteral(value)) return true
  if (Node.isAsExpression(value) || Node.isSatisfiesExpression(value))
    return isInertValue(value.getExpression())
  if (Node.isParenthesizedExpression(value)) return isInertValue(value.getExpression())
  if (Node.isPrefixUnaryExpression(value)) return isInertValue(value.getOperand())
  if (Node.isArrayLiteralExpression(value)) return value.getElements().every(isInertValue)
  return Node.isObjectLiteralExpression(value) && value.getProperties().every(isInertProperty)
}

function isInertProperty(node: import('ts-morph').ObjectLiteralElementLike): boolean {
  if (Node.isMethodDeclaration(node)) return !Node.isComputedPropertyName(node.getNameNode())
  if (!Node.isPropertyAssignment(node) || Node.isComputedPropertyName(node.getNameNode()))
    return false
  return isInertValue(node.getInitializer())
}
