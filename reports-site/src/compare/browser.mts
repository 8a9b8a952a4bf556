/** Which two runs does the reader want to see side by side? Fetches their published data and asks the pages' own functions. */

/// <reference lib="dom" />

import type { Side } from './side.mts'

const form = document.querySelector<HTMLFormElement>('#pick')
const place = document.querySelector<HTMLElement>('#compared')

if (form && place) {
  const selects = ['a', 'b'].map(name => form.elements.namedItem(name) as HTMLSelectElement)
  const chosen = () => selects.map(({ value }) => slugOf(value))
  form.addEventListener('submit', event => {
    event.preventDefault()
    const [a = '', b = ''] = chosen()
    history.replaceState(null, '', `?${new URLSearchParams({ a, b })}`)
    void show(form, place, selects)
  })
  const asked = new URLSearchParams(location.search)
  const wanted = ['a', 'b'].map(name => asked.get(name))
  if (wanted.every(slug => slug !== null)) {
    for (const [at, select] of selects.entries()) {
      const option = [...select.options].find(({ value }) => slugOf(value) === wanted[at])
      if (option) select.value = option.value
    }
    void show(form, place, selects)
  }
}

async function show(
  form: HTMLFormElement,
  place: HTMLElement,
  selects: readonly HTMLSelectElement[],
): Promise<void> {
  place.textContent = 'Loading both runs…'
  try {
    const [{ shownComparison }, before, after] = await Promise.all([
      import('./shown.mts'),
      ...selects.map(({ value }) => sideAt(value)),
    ])
    if (before === undefined || after === undefined) return
    const { links = 'null', base = '/' } = form.dataset
    place.innerHTML = shownComparison(before, after, base, JSON.parse(links)).markup
  } catch (error) {
    place.textContent = `The runs could not be compared: ${error instanceof Error ? error.message : error}. Look at the pairs below.`
  }
}

async function sideAt(address: string): Promise<Side> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return answer.json()
}

function slugOf(address: string): string {
  return address.replace(/^.*\/|\.json$/g, '')
}
