/** Where did these tokens stand before? A rolling hash over every run of a fixed length, in flat arrays. */

/** Places remembered of one run, the earliest: enough to find the best partner, and a bound on every search. */
const REMEMBERED = 16
const BASE = 0x01000193

export class Windows {
  private readonly hashes: Uint32Array
  private readonly width: number
  /** BASE to the power of `width`: what the token that leaves the window still weighs. */
  private readonly leaving: number
  private rolling = 0
  private readonly keys: Uint32Array
  /** Open addressing: earliest position + 1 of the runs with one key, 0 where free. */
  private readonly slots: Uint32Array
  /** Position + 1 of the next place with the same key, 0 at the last. */
  private readonly following: Uint32Array

  constructor(hashes: Uint32Array, width: number) {
    this.hashes = hashes
    this.width = width
    this.leaving = 1
    for (let power = 0; power < width; power++) this.leaving = Math.imul(this.leaving, BASE)
    this.keys = new Uint32Array(hashes.length)
    this.following = new Uint32Array(hashes.length)
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(8, hashes.length * 2))))
  }

  /** Adds the run that starts here. Positions come in order; `isFirst` begins a new file. */
  enter(at: number, isFirst: boolean): void {
    if (isFirst) {
      this.rolling = 0
      for (let index = at; index < at + this.width; index++) this.roll(index)
    } else {
      this.roll(at + this.width - 1)
      const left = this.hashes[at - 1] as number
      this.rolling = (this.rolling - Math.imul(left, this.leaving)) | 0
    }
    const key = scattered(this.rolling)
    this.keys[at] = key
    const slot = this.slotOf(key)
    const first = this.slots[slot] as number
    if (first === 0) this.slots[slot] = at + 1
    else this.append(first - 1, at)
  }

  /** The earliest places whose run has the same hash as the one that starts here; they may overlap it. */
  before(at: number): readonly number[] {
    const places: number[] = []
    let place = this.slots[this.slotOf(this.keys[at] as number)] as number
    while (place !== 0 && place - 1 < at) {
      places.push(place - 1)
      place = this.following[place - 1] as number
    }
    return places
  }

  private roll(index: number): void {
    this.rolling = (Math.imul(this.rolling, BASE) + (this.hashes[index] as number)) | 0
  }

  private slotOf(key: number): number {
    const mask = this.slots.length - 1
    let slot = key & mask
    for (let held = this.slots[slot]; held; held = this.slots[slot]) {
      if (this.keys[held - 1] === key) break
      slot = (slot + 1) & mask
    }
    return slot
  }

  private append(first: number, at: number): void {
    let last = first
    for (let count = 1; count < REMEMBERED; count++) {
      const next = this.following[last] as number
      if (next === 0) {
        this.following[last] = at + 1
        return
      }
      last = next - 1
    }
  }
}

/** Low bits of a polynomial hash are poor; the table is addressed by them. */
function scattered(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
