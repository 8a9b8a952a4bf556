/** What do the options say that a run has in common with a skill alone? */

export const TRACES = 'read traces from this file, or from the Jaeger at this address'

export const START =
  'run this command, which starts and uses the app, and listen to the traces it sends'

export const EXAMPLES =
  "run the examples in the project's Markdown pages, in a copy of it and without a network"

export const LOAD =
  'start this app, which listens on $PORT, and time its answers at a steady rate, beside the baseline'
