/** Do the Python examples of a page still run? One interpreter for the page, as a reader who types them in one after the other. */

import type { Workspace } from '../../core/lens.mts'
import { type Example, unsure, type Verdict } from './example.mts'

const SECONDS = 60
const INTERPRETERS = ['.venv/bin/python', 'venv/bin/python', 'python3', 'python']

/**
 * Reads a job from its argument, answers with a line for each example. What only the project can be blamed for is broken: its own
 * module has no such name, its own function takes no such argument, an assertion or an expected output of the page is not so.
 */
const DRIVER = `
import builtins, doctest, importlib.util, io, json, os, re, signal, socket, sys, textwrap
job = json.loads(sys.argv[1])
answers = os.fdopen(os.dup(1), 'w')
own = set(job['own'])
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), 'src')]
sys.argv = ['example']

def refuse(*_, **__):
    raise OSError('examples run without a network')

class Late(BaseException):
    pass

def late(*_):
    raise Late('it takes over 10 s')

socket.socket.connect = socket.socket.connect_ex = socket.socket.listen = socket.getaddrinfo = refuse
builtins.input = refuse
signal.signal(signal.SIGALRM, late)

def is_own(module):
    return isinstance(module, str) and module.split('.')[0] in own

def called(name, names):
    parts = name.split('.')
    found = names.get(parts[0])
    for part in parts[1:]:
        found = getattr(found, part, None)
    return found

def blamed(error, names, is_clean):
    text = str(error)
    if isinstance(error, ModuleNotFoundError):
        name = error.name or ''
        top = name.split('.')[0]
        return name != top and is_own(name) and importlib.util.find_spec(top) is not None
    if isinstance(error, ImportError):
        return text.startswith('cannot import name') and is_own(error.name)
    if isinstance(error, AttributeError):
        holder = getattr(error, 'obj', None)
        where = getattr(holder, '__name__', '') if type(holder).__name__ == 'module' else type(holder).__module__
        return is_own(where) and (is_clean or type(holder).__name__ == 'module')
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    is_here = frames is not None and frames.tb_frame.f_code.co_filename.startswith('<')
    if isinstance(error, AssertionError):
        return is_here and is_clean
    call = re.match(r'([\\w.]+)\\(\\) (got an unexpected keyword|got multiple values|missing \\d+ required|takes )', text)
    if isinstance(error, TypeError) and call and is_here and is_clean:
        return is_own(getattr(called(call[1], names), '__module__', ''))
    return False

def said(error):
    return f'{type(error).__name__}: {error}'.replace('\\n', ' ')[:300]

def verdict(error, names, promised, is_clean):
    if isinstance(error, SystemExit) and error.code in (None, 0):
        return 'works', ''
    return ('broken' if promised or blamed(error, names, is_clean) else 'unsure'), said(error)

def one(text):
    return ' '.join(text.split())[:120]

def told(got, want):
    last = lambda text: text.strip().split('\\n')[-1]
    if got.startswith('Traceback'):
        return one(last(got)) + ', not ' + one(last(want))
    got, want = ' '.join(got.split()), ' '.join(want.split())
    at = max(0, len(os.path.commonprefix([got, want])) - 20)
    return ('...' if at else '') + one(got[at:]) + ', not ' + ('...' if at else '') + one(want[at:])

class Runner(doctest.DocTestRunner):
    worst = None
    def report_failure(self, out, test, example, got):
        if self.worst is None:
            self.worst = ('output', f'{one(example.source)} gives {told(got, example.want)}')
    def report_unexpected_exception(self, out, test, example, info):
        expected = re.search(r'^Traceback .*^([\\w.]+)', example.want, re.S | re.M)
        if self.worst is None and not (expected and expected[1].endswith(info[0].__name__)):
            self.worst = ('error', info[1])

def doctested(text, names, promised, is_clean):
    test = doctest.DocTestParser().get_doctest(text, {}, 'example', '<example>', 0)
    test.globs = names
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    runner = Runner(verbose=False, optionflags=flags)
    runner.run(test, out=lambda _: None, clear_globs=False)
    if runner.worst is None:
        return 'works', ''
    kind, what = runner.worst
    if kind == 'error':
        return verdict(what, names, promised, is_clean)
    varies = re.search(r'0x[0-9a-f]{4}|\\d{4}-\\d\\d-\\d\\d', what)
    return ('broken' if promised or (is_clean and not varies) else 'unsure'), what

def tried(text, names, promised, is_clean):
    if '>>>' in text:
        return doctested(text, names, promised, is_clean)
    exec(compile(text, '<example>', 'exec'), names)
    return 'works', ''

names = {'__name__': '__example__'}
is_clean = True
for at, (text, promised, is_after_gap) in enumerate(job['examples']):
    is_clean = is_clean and not is_after_gap
    sys.stdout = io.StringIO()
    signal.alarm(10)
    try:
        result = tried(textwrap.dedent(text), names, promised, is_clean)
    except SyntaxError as error:
        result = ('broken' if promised else 'unsure'), said(error)
    except BaseException as error:
        result = verdict(error, names, promised, is_clean)
    signal.alarm(0)
    is_clean = is_clean and result[0] == 'works'
    answers.write('\\n@example ' + json.dumps([at, *result]) + '\\n')
    answers.flush()
os._exit(0)
`

export async function runPython(
  workspace: Workspace,
  examples: readonly Example[],
  paths: readonly string[],
): Promise<readonly Verdict[]> {
  const file = await interpreter(workspace)
  if (file === null) return examples.map(() => unsure('there is no python3 to run it'))
  const job = {
    own: ownModules(paths),
    examples: examples.map(each => [each.text, each.isPromised, each.isAfterGap]),
  }
  const ended = await workspace.execute({
    file,
    args: ['-c', DRIVER, JSON.stringify(job)],
    env: { HOME: workspace.folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' },
    seconds: SECONDS,
    isOffline: true,
  })
  const answers = new Map(
    [...ended.stdout.matchAll(/^@example (\[.*\])$/gm)].flatMap(([, json = '']) => answered(json)),
  )
  const why = ended.isTimedOut ? `its page took over ${SECONDS} s` : 'its page ended before it'
  return examples.map((_, nth) => answers.get(nth) ?? unsure(why))
}

/** What an example prints may look like an answer, too. */
function answered(json: string): readonly (readonly [number, Verdict])[] {
  try {
    const [at, verdict, why] = JSON.parse(json) as unknown[]
    return typeof at === 'number' &&
      (verdict === 'works' || verdict === 'broken' || verdict === 'unsure') &&
      typeof why === 'string'
      ? [[at, { verdict, why }]]
      : []
  } catch {
    return []
  }
}

async function interpreter(workspace: Workspace): Promise<string | null> {
  for (const file of INTERPRETERS) {
    const own = file.includes('/') ? `${workspace.folder}/${file}` : file
    const { exitCode } = await workspace.execute({ file: own, args: ['-c', ''], seconds: 20 })
    if (exitCode === 0) return own
  }
  return null
}

/** Packages and modules that are imported by their first name, at the top or in `src`. */
function ownModules(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap(path => /^(?:src\/)?(\w+)(?:\/__init__)?\.py$/.exec(path)?.[1] ?? [])
  return [...new Set(names)].filter(each => !/^(setup|conftest|noxfile|tests?|docs?)$/.test(each))
}
