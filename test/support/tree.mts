/** How does a test get a large tree in several languages? Made from numbers: no two functions have a name in common. */

const LINES = 10

type Make = (n: number) => string

const javascript: Make = n => `/** Takes ${n} steps. */
export function step${n}(first${n}, second${n}) {
  if (first${n} > ${n}) {
    for (const each of second${n}) {
      if (each.size${n} === ${n}) return each.name${n}
    }
  }
  return first${n} + ${n}
}

`
const python: Make = n => `def step${n}(first${n}, second${n}):
    """Takes ${n} steps."""
    if first${n} > ${n}:
        for each in second${n}:
            if each.size${n} == ${n}:
                return each.name${n}
    while first${n} < ${n}:
        first${n} += ${n}
    return first${n} + ${n}

`
const go: Make = n => `// Step${n} takes ${n} steps.
func Step${n}(first${n} int, second${n} []int) int {
	if first${n} > ${n} {
		for _, each${n} := range second${n} {
			if each${n} == ${n} { return each${n} }
		}
	}
	return first${n} + ${n}
}

`
const java: Make = n => `    /** Takes ${n} steps. */
    public int step${n}(int first${n}, int[] second${n}) {
        if (first${n} > ${n}) {
            for (int each${n} : second${n}) {
                if (each${n} == ${n}) return each${n};
            }
        }
        return first${n} + ${n};
    }

`

const KINDS: readonly (readonly [string, Make, string, string])[] = [
  ['ts', n => javascript(n).replace(/(\(|, )(\w+)(?=[,)])/g, '$1$2: any'), '', ''],
  ['js', javascript, '', ''],
  ['py', python, '', ''],
  ['go', go, 'package many\n\n', ''],
  ['java', java, 'package many;\n\n/** Many steps. */\npublic class Many {\n', '}\n'],
]

/** Paths and texts of `files` files of about `lines` lines each, the languages in turn. */
export function* largeTree(files: number, lines: number): Generator<readonly [string, string]> {
  const functions = Math.ceil(lines / LINES)
  for (let file = 0; file < files; file++) {
    const [ending, make, head, foot] = KINDS[file % KINDS.length] ?? assertNever()
    const body = Array.from({ length: functions }, (_, n) => make(file * functions + n)).join('')
    yield [`src/p${Math.floor(file / 100)}/f${file}.${ending}`, head + body + foot]
  }
}

function assertNever(): never {
  throw new Error('there is a kind for every file')
}
