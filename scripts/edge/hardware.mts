/** Which processor and system is this? Read from the files of Linux where those tell; elsewhere other programs are asked, which takes longer. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Hardware {
  readonly model: string
  /** Physical ones. */
  readonly cores: number
  /** 0 where nothing says. */
  readonly ghz: number
  readonly distro: string
  readonly release: string
  readonly isVirtual: boolean
}

export const readHardware = async (): Promise<Hardware> => linuxHardware() ?? (await asked())

/** Below `root`. Null where the kernel tells no model and flags (not Linux, not x86) or no file names the system. */
export function linuxHardware(root = '/'): Hardware | null {
  const processors = fieldsOf(text(root, 'proc/cpuinfo'), ':')
  const system = fieldsOf(text(root, 'etc/os-release') || text(root, 'usr/lib/os-release'), '=')
  const [model] = processors.get('model name') ?? []
  const [flags] = processors.get('flags') ?? []
  const [distro] = system.get('NAME') ?? []
  if (model === undefined || flags === undefined || distro === undefined) return null
  const [packages = [], cores = []] = ['physical id', 'core id'].map(key => processors.get(key))
  const distinct = new Set(cores.map((core, nth) => `${packages[nth]} ${core}`))
  const fastest = text(root, 'sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq')
  return {
    model: model.replace(/\((R|TM|C)\)/gi, '').replace(/ CPU\b| @.*$/g, ''),
    cores: distinct.size || (processors.get('processor') ?? []).length,
    ghz: Number(fastest) / 1e6 || Number(/@ ([\d.]+)GHz/.exec(model)?.[1] ?? 0),
    distro,
    release: system.get('VERSION_ID')?.[0] ?? '',
    isVirtual: flags.split(' ').includes('hypervisor'),
  }
}

async function asked(): Promise<Hardware> {
  const { default: si } = await import('systeminformation')
  const [cpu, os, { virtual }] = await Promise.all([si.cpu(), si.osInfo(), si.system()])
  return {
    model: `${cpu.manufacturer} ${cpu.brand}`,
    cores: cpu.physicalCores,
    ghz: cpu.speed,
    distro: os.distro,
    release: os.release,
    isVirtual: virtual,
  }
}

/** The values of each key, in the order of the lines. */
function fieldsOf(lines: string, separator: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const line of lines.split('\n')) {
    const at = line.indexOf(separator)
    if (at < 0) continue
    const key = line.slice(0, at).trim()
    const value = line
      .slice(at + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
    const values = fields.get(key)
    if (values === undefined) fields.set(key, [value])
    else values.push(value)
  }
  return fields
}

function text(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return ''
  }
}
