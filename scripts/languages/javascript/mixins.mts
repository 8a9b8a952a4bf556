/** Which functions are nothing but a class? `Base => class extends Base {…}`: the class is what was written, and has its length. */

import type { ArrowFunctionExpression, Class, Node } from 'oxc-parser'

export type Mixin = ArrowFunctionExpression & { readonly body: Class }

export const isMixin = (node: Node): node is Mixin =>
  node.type === 'ArrowFunctionExpression' && node.body.type === 'ClassExpression'
