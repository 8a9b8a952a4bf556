/** Which nodes matter by merely being there? Imports, and the literals whose text is no words and punctuation. */

import type { Node } from 'oxc-parser'

export interface Import {
  readonly source: string
  readonly start: number
}

export class Notes {
  readonly imports: Import[] = []
  private readonly spans: [number, number][] = []
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Start and end of each literal, flat, in source order (the tree's order differs in templates). */
  literals(): Uint32Array {
    const flat = new Uint32Array(this.spans.length * 2)
    const ordered = this.spans.sort(([a], [b]) => a - b)
    for (const [index, span] of ordered.entries()) flat.set(span, index * 2)
    return flat
  }

  take(node: Node): void {
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string' || 'regex' in node)
          this.spans.push([node.start, node.end])
        break
      case 'TemplateElement':
        this.spans.push([node.start, node.end])
        break
      case 'JSXText':
        this.jsxText(node.start, node.end)
        break
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        this.import(node.source, node.start)
        break
      case 'TSExternalModuleReference':
        this.import(node.expression, node.start)
        break
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          this.import(node.arguments[0], node.start)
    }
  }

  private import(source: Node | null | undefined, start: number): void {
    if (source?.type === 'Literal' && typeof source.value === 'string')
      this.imports.push({ source: source.value, start })
  }

  /** The blanks around JSX text are layout. */
  private jsxText(start: number, end: number): void {
    const raw = this.text.slice(start, end)
    const trimmed = raw.trim()
    const from = start + (raw.length - raw.trimStart().length)
    if (trimmed !== '') this.spans.push([from, from + trimmed.length])
  }
}
