/** Who pays for a branch? The function it stands in, and each owner that reaches it through anonymous functions only. */

/** A function's numbers while its tree is being walked; offsets become lines when the walk is done. */
export interface FunctionRow {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly parameters: number
  cyclomatic: number
  cognitive: number
  nesting: number
}

/** How a function would call itself: by one of its names, or as a member of `this`; null where it could not. */
export interface Self {
  readonly names: readonly string[]
  readonly calls: 'name' | 'member' | null
}

const UNCALLED: Self = { names: [], calls: null }

interface Account {
  readonly row: FunctionRow
  readonly self: Self
  /** Where the frame's first line stands inside this account's function. */
  readonly nesting: number
  readonly depth: number
}

/** The code of one function, or code that no function owns (a module, a field initialiser). */
export class Frame {
  /** Cognitive nesting, counted from this frame. */
  nesting = 0
  /** Control-flow depth, counted from this frame. */
  private depth = 0
  private readonly row: FunctionRow | null
  private readonly accounts: readonly Account[]
  private readonly recursive: Set<FunctionRow>
  /** Names that mean something else in here than the functions around. */
  private readonly shadowed: Set<string>

  private constructor(
    row: FunctionRow | null,
    accounts: readonly Account[],
    recursive: Set<FunctionRow>,
    shadowed: Set<string>,
  ) {
    this.row = row
    this.accounts = accounts
    this.recursive = recursive
    this.shadowed = shadowed
  }

  static unowned(): Frame {
    return new Frame(null, [], new Set(), new Set())
  }

  get isOwned(): boolean {
    return this.row !== null
  }

  static named(row: FunctionRow, self: Self): Frame {
    return new Frame(row, [{ row, self, nesting: 0, depth: 0 }], new Set(), new Set())
  }

  /** An anonymous function inside this frame: it has a row of its own, and its owners pay too. Only an arrow keeps their `this`. */
  inline(row: FunctionRow, isArrow: boolean): Frame {
    const owners = this.accounts.map(account => ({
      ...account,
      ...(isArrow || account.self.calls !== 'member' ? {} : { self: UNCALLED }),
      nesting: account.nesting + this.nesting + 1,
      depth: account.depth + this.depth,
    }))
    const own = { row, self: UNCALLED, nesting: 0, depth: 0 }
    return new Frame(row, [...owners, own], this.recursive, this.shadowed)
  }

  /** Cyclomatic: decision points of this function alone. */
  decide(count = 1): void {
    if (this.row !== null) this.row.cyclomatic += count
  }

  /** Cognitive: a structure, which costs more the deeper it stands. */
  structure(): void {
    for (const { row, nesting } of this.accounts) row.cognitive += 1 + nesting + this.nesting
  }

  /** Cognitive: a break in the flow, which costs one wherever it stands. */
  flat(count = 1): void {
    for (const { row } of this.accounts) row.cognitive += count
  }

  /** Cognitive: a call by this name; the function of that name pays one, once. */
  call(name: string, calls: Self['calls']): void {
    if (calls === 'name' && this.shadowed.has(name)) return
    for (const { row, self } of this.accounts) {
      const isSelf = self.calls === calls && self.names.includes(name)
      if (!isSelf || this.recursive.has(row)) continue
      this.recursive.add(row)
      row.cognitive++
    }
  }

  /** A variable or parameter in here has this name. */
  shadow(name: string): void {
    this.shadowed.add(name)
  }

  enterControl(): void {
    this.depth++
    for (const { row, depth } of this.accounts)
      row.nesting = Math.max(row.nesting, depth + this.depth)
  }

  leaveControl(): void {
    this.depth--
  }
}
