import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '../../scripts/core/facts.mts'
import { readFacts } from '../../scripts/languages/index.mts'

async function staleIn(language: Language, path: string, text: string): Promise<string[]> {
  const { source } = await readFacts(path, text, language)
  assert.equal(source.fault, null)
  return source.staleParameters.map(
    ({ function: owner, parameter, line }) => `${line} ${owner} ${parameter}`,
  )
}

const js = (text: string) => staleIn('javascript', 'a.js', text)
const ts = (text: string) => staleIn('typescript', 'a.ts', text)
const py = (text: string) => staleIn('python', 'a.py', text)
const java = (text: string) => staleIn('java', 'A.java', text)

test('JSDoc: parameters that are gone, on declarations, methods, arrows and assignments', async () => {
  const text = `
/**
 * @param {string} kept
 * @param {Object<string, {a: number}>} [gone={}] - x
 */
export function declared(kept) {}

/** @param gone */
const arrow = async kept => kept

class A {
  /**
   * @param {number} gone
   */
  method(kept = 1) {}
}

/** @arg gone */
exports.assigned = function (kept) {}

const api = {
  /** @param gone */
  member(kept) {},
}
`
  assert.deepEqual(await js(text), [
    '4 declared gone',
    '8 arrow gone',
    '13 method gone',
    '18 assigned gone',
    '22 member gone',
  ])
})

test('JSDoc: nothing is said where the names cannot be certain', async () => {
  const text = `
/** @param options @param options.a */
function destructured({ a }) {}
/** @param first */
function rest(...all) {}
/** @param any */
function loose() { return arguments.length }
/** @param a */
const wrapped = wrap(function (b) {})
/** @callback Done @param error */
function unrelated() {}
/** @param {object} options.deep @param _unused */
function names(options, unused) {}
/**
 * @abstract
 * @param value
 */
function forOthers() {}
/**
 * @param string name
 */
function typeFirst(name) {}
/** Passes \`@param gone\` on. */
function prose() {}
/** @param gone */

class C { constructor(a) {} }
`
  assert.deepEqual(await js(text), [])
})

test('TSDoc: interfaces, overloads and parameter properties', async () => {
  const text = `
interface A {
  /**
   * @param gone - x
   */
  open(key: string): void
}
/** @param b - second overload */
function over(a: string): void
function over(a: string, b: number): void
function over(a: string, b?: number): void {}
class B {
  /** @param kept - x */
  constructor(private readonly kept: string) {}
}
`
  assert.deepEqual(await ts(text), ['4 open gone'])
})

test('docstrings: Google, NumPy and reST sections', async () => {
  const text = `
def google(kept, other=1):
    """Does.

    Args:
        kept (Dict[str, int]): x
            Note: a remark, deeper
        gone: y
        note: no parameter

    Returns:
        gone: z
    """

async def numpy(kept: int):
    """Does.

    Parameters
    ----------
    kept, gone : int
        text : not a name
    other
        no type, not told

    Returns
    -------
    result : int
    """

class Rest:
    """:param gone: of the constructor"""

    def __init__(self, kept):
        """
        :param str kept: x
        :param lost: y
        """

def maker(kept):
    """Returns a function that takes:

        :param inner: of what is returned

    :param left: of this one
    """
`
  assert.deepEqual(await py(text), [
    '8 google gone',
    '20 numpy gone',
    '31 Rest gone',
    '36 __init__ lost',
    '44 maker left',
  ])
})

test('docstrings: nothing is said of open signatures, decorators and classes without a constructor', async () => {
  const text = `
def many(*args, **kwargs):
    """:param any: x"""

@inject
def changed(a):
    """:param b: x"""

class Plain:
    """
    Args:
        field: x
    """

def swapped(name):
    """:param name str: x

    Args:
        int (size): type and name the wrong way round
    """
`
  assert.deepEqual(await py(text), [])
})

test('Javadoc: methods and constructors; type parameters and code are no parameters', async () => {
  const text = `
class A {
  /**
   * {@code @param inside}
   * @param kept one
   * @param gone two
   * @param <T> type
   */
  // a remark
  public <T> int add(final int kept, String... more) { return 1; }

  /** @param gone x */
  A(int[] kept) {}

  /** @param far away */
  int field;

  int undocumented(int a) { return a; }
}
`
  assert.deepEqual(await java(text), ['6 add gone', '12 A gone'])
})

test('hostile comments and chains end', async () => {
  const deep = `/** @param a */\nfunction f(b) { ${'if (b) {} else '.repeat(2_000)} {} }`
  await readFacts('a.js', deep, 'javascript')
  const many = '/** @param a */\nfunction f(b) {}\n'.repeat(5_000)
  assert.equal((await js(many)).length, 5_000)
  const brace = `/** @param ${'{'.repeat(30_000)} */\nfunction f(b) {}`
  assert.deepEqual(await js(brace), [])
})
