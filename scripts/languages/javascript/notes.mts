/** Which nodes matter by merely being there? Boilerplate, and the literals whose text is no words and punctuation. */

import type { Node } from 'oxc-parser'

type Span = [start: number, end: number]

export class Notes {
  private readonly spans: Span[] = []
  private readonly bodiless: Span[] = []
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Start and end of each literal, flat, in source order (the tree's order differs in templates). */
  literals(): Uint32Array {
    return flattened(this.spans)
  }

  /** The same of what every file must write again: imports, lists of exports and of type parameters, signatures without a body. */
  boilerplate(): Uint32Array {
    return flattened(this.bodiless)
  }

  take(node: Node): void {
    if (isBoilerplate(node)) this.bodiless.push([node.start, node.end])
    switch (node.type) {
      case 'TSInterfaceBody':
        this.overloads(node.body)
        break
      case 'TSTypeLiteral':
        this.overloads(node.members)
        break
      case 'Literal':
        if (typeof node.value === 'string' || 'regex' in node)
          this.spans.push([node.start, node.end])
        break
      case 'TemplateElement':
        this.spans.push([node.start, node.end])
        break
      case 'JSXText':
        this.jsxText(node.start, node.end)
    }
  }

  /** Methods of an interface that share their name with a neighbour: one signature in many forms. */
  private overloads(members: readonly Node[]): void {
    const names = members.map(each => {
      if (each.type !== 'TSMethodSignature') return null
      return this.text.slice(each.key.start, each.key.end)
    })
    for (const [index, { start, end }] of members.entries()) {
      const name = names[index]
      if (name && (name === names[index - 1] || name === names[index + 1]))
        this.bodiless.push([start, end])
    }
  }

  /** The blanks around JSX text are layout. */
  private jsxText(start: number, end: number): void {
    const raw = this.text.slice(start, end)
    const trimmed = raw.trim()
    const from = start + (raw.length - raw.trimStart().length)
    if (trimmed !== '') this.spans.push([from, from + trimmed.length])
  }
}

function flattened(spans: Span[]): Uint32Array {
  const flat = new Uint32Array(spans.length * 2)
  const ordered = spans.sort(([a], [b]) => a - b)
  for (const [index, span] of ordered.entries()) flat.set(span, index * 2)
  return flat
}

function isBoilerplate(node: Node): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSImportEqualsDeclaration':
    case 'TSDeclareFunction':
    case 'TSCallSignatureDeclaration':
    case 'TSConstructSignatureDeclaration':
    case 'TSTypeParameterDeclaration':
      return true
    case 'ExportNamedDeclaration':
      return node.declaration === null
    case 'MethodDefinition':
      return node.value.type === 'TSEmptyBodyFunctionExpression'
    case 'VariableDeclarator':
      return node.init !== null && isRequire(node.init)
    default:
      return false
  }
}

const isRequire = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'Identifier' &&
  node.callee.name === 'require'
