/** How firmly does a file name the action or image it runs? By content, by a name that may move, or by one that is meant to. */

type Kind = 'action' | 'image'

/** `hash`: always the same content. `tag`: whoever owns it may move it. `floating`: it moves with every release. */
type Pin = 'hash' | 'tag' | 'floating'

export interface Reference {
  readonly kind: Kind
  /** `actions/checkout`, `docker.io` images as they are written, without tag or digest. */
  readonly name: string
  /** What follows the name: a tag, branch, commit or digest; '' when nothing does. */
  readonly ref: string
  readonly pin: Pin
  /** 1-based. */
  readonly line: number
}

/** No registry or forge has a longer address. */
const LONGEST = 500

/** Branches that actions are used from, and tags that are meant to move. */
const MOVING = /^(main|master|develop|dev|trunk|head|latest|nightly|edge|canary)$/i

/** `owner/name[/path]@ref`, `docker://image`; null for a path of the repository itself and for what an expression decides. */
export function actionReference(uses: string, line: number): Reference | null {
  if (uses.startsWith('docker://')) return imageReference(uses.slice('docker://'.length), line)
  if (uses.length > LONGEST) return null
  const [, name = '', ref = ''] = /^([\w.-]+\/[\w./-]+?)(?:@(\S+))?$/.exec(uses) ?? []
  if (name === '' || name.startsWith('./') || name.startsWith('../')) return null
  const isHash = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref)
  const pin = isHash ? 'hash' : ref === '' || MOVING.test(ref) ? 'floating' : 'tag'
  return { kind: 'action', name, ref, pin, line }
}

/** `[host[:port]/]name[:tag][@digest]`; null for what a variable decides. */
export function imageReference(image: string, line: number): Reference | null {
  if (image.length > LONGEST) return null
  const [, name = '', tag = '', digest = ''] =
    /^((?:[\w.-]+(?::\d+)?\/)?[\w./-]+?)(?::([\w.-]+))?(?:@(sha\d+:[0-9a-f]+))?$/.exec(image) ?? []
  if (name === '') return null
  if (digest !== '') return { kind: 'image', name, ref: digest, pin: 'hash', line }
  const pin = tag === '' || MOVING.test(tag) ? 'floating' : 'tag'
  return { kind: 'image', name, ref: tag, pin, line }
}
