/** What does the reader ask? Loads the engine with the first question, shows the answer, keeps the question in the link. */

/// <reference lib="dom" />

import { scroll } from '../compare/scroll.mts'
import { html } from '../html.mts'
import { csvOf } from './csv.mts'
import type { Answer, Engine } from './engine.mts'
import { pictureOf } from './picture.mts'

/** Rows shown; all that were kept are in the CSV. */
const SHOWN = 500
/** Characters of a cell that is broken into lines. */
const LONG = 40

const form = document.querySelector<HTMLFormElement>('#console')
if (form) start(form)

function start(form: HTMLFormElement): void {
  const question = form.querySelector('textarea') as HTMLTextAreaElement
  const place = document.querySelector('#answer') as HTMLElement
  const folder = new URL(form.dataset.folder ?? '', location.href).href
  let engine: Promise<Engine> | undefined
  let turn = 0
  question.value = new URLSearchParams(location.search).get('q') ?? question.value
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-sql]'))
    link.addEventListener('click', event => {
      event.preventDefault()
      question.value = link.dataset.sql ?? ''
      form.requestSubmit()
    })
  question.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  form.addEventListener('submit', async event => {
    event.preventDefault()
    history.replaceState(null, '', `?${new URLSearchParams({ q: question.value })}`)
    const asked = question.value
    // Who asks again before the answer is there wants the last one only.
    turn += 1
    const mine = turn
    const isLast = () => mine === turn
    try {
      place.textContent = engine === undefined ? 'Loading DuckDB and the history, once…' : 'Asking…'
      if (engine === undefined) {
        engine = import('./engine.mts').then(({ startEngine }) => startEngine(folder))
      }
      const { ask } = await engine
      const started = performance.now()
      const answer = await ask(asked)
      if (isLast()) show(place, answer, performance.now() - started)
    } catch (error) {
      if (isLast()) place.textContent = `It could not be answered: ${reasonOf(error)}`
    }
  })
}

/** The parser speaks JSON, everything else plain text. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return /"exception_message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text
}

function show(place: HTMLElement, { columns, rows, isCut }: Answer, ms: number): void {
  const isNumber = columns.map((_, at) => rows.some(row => typeof row[at] === 'number'))
  const written = (value: unknown) =>
    value === null ? html`<span class="soft">–</span>` : html`<bdi>${String(value)}</bdi>`
  const count = `${rows.length.toLocaleString('en-GB')}${isCut ? ' or more' : ''} row${rows.length === 1 ? '' : 's'} in ${Math.max(1, Math.round(ms)).toLocaleString('en-GB')} ms`
  place.innerHTML =
    html`<p id="count">${count}${rows.length > SHOWN && `, the first ${SHOWN} shown`}. <a id="csv" download="answer.csv" href="#answer">Download as CSV</a></p>
<figure id="picture" hidden></figure>
${scroll(
  'Answer',
  html`<table><thead><tr>${columns.map((name, at) => html`<th scope="col" class="${isNumber[at] ? 'n' : ''}"><bdi>${name}</bdi></th>`)}</tr></thead>
<tbody>${rows.slice(0, SHOWN).map(row => html`<tr>${row.map((value, at) => html`<td class="${isNumber[at] ? 'n' : String(value).length > LONG ? 'wrap' : ''}">${written(value)}</td>`)}</tr>`)}</tbody></table>`,
)}`.markup
  const link = place.querySelector<HTMLAnchorElement>('#csv')
  if (link) link.href = URL.createObjectURL(new Blob([csvOf(columns, rows)], { type: 'text/csv' }))
  void illustrate(place, columns, rows)
}

/** Another answer may stand there by the time that the drawing is loaded. */
async function illustrate(
  place: HTMLElement,
  columns: Answer['columns'],
  rows: Answer['rows'],
): Promise<void> {
  const figure = place.querySelector<HTMLElement>('#picture')
  const picture = pictureOf(columns, rows)
  if (figure === null || picture === null) return
  const { drawPicture } = await import('./draw.mts')
  const svg = { markup: drawPicture(picture, place.clientWidth) }
  const rest = `${picture.omitted.toLocaleString('en-GB')} of the rows are not drawn.`
  figure.innerHTML =
    html`<h2><bdi>${picture.title}</bdi></h2>${svg}${picture.omitted > 0 && html`<figcaption>${rest}</figcaption>`}`.markup
  figure.hidden = false
}
