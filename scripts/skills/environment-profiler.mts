#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** On what was this release measured? Timings of two machines are two different numbers; the fingerprint decides which of them may be compared. */

import { settle } from '../core/findings.mts'
import type { Scale } from '../core/model.mts'
import { plural } from '../core/plural.mts'
import { bytes, count } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'

const load: Scale = {
  unit: 'count',
  better: 'neither',
  noise: 'noisy',
  meaning: 'Programs that ran or waited for a processor, averaged over the last minute.',
}

export const skill = defineSkill({
  id: 'environment-profiler',
  question: 'On what machine was this release measured, and was it quiet?',
  scales: {
    'cpu-cores': count.neither('Physical processor cores.'),
    'cpu-threads': count.neither('Threads that a program may run at once.'),
    'memory-bytes': bytes.neither('Memory that a program may use, a container’s limit included.'),
    'load-average': load,
  },
  rules: {
    'busy-machine': {
      level: 'note',
      fault: 'The machine had more to run than it has threads',
      advice: 'Measure again on a quiet machine before you trust a timing of this run.',
      costs: [],
    },
  },
  settings: { busyLoadPerThread: 1 },
  needs: [],
  isStatic: false,

  async collect(lens) {
    return lens.machine()
  },

  judge(machine, settings) {
    const { cores, threads } = machine.cpu
    const hasLoad = machine.os.platform !== 'win32'
    const isBusy = hasLoad && machine.loadAverage > threads * settings.busyLoadPerThread
    return {
      measures: [
        { name: 'cpu-cores', subject: '', value: cores },
        { name: 'cpu-threads', subject: '', value: threads },
        { name: 'memory-bytes', subject: '', value: machine.memoryBytes },
        ...(hasLoad
          ? [{ name: 'load-average' as const, subject: '', value: machine.loadAverage }]
          : []),
      ],
      missing: hasLoad
        ? []
        : [{ measure: 'load-average', why: 'this operating system keeps no load average' }],
      findings: settle(settings, isBusy ? [busy(machine.loadAverage, threads)] : []),
    }
  },
})

const busy = (loadAverage: number, threads: number) => ({
  rule: 'busy-machine' as const,
  path: null,
  line: null,
  symbol: '',
  message: `load ${loadAverage.toFixed(2)} on ${plural(threads, 'thread')}: timings of this run will be noisy`,
})

await standalone(import.meta, skill)
