/** How does a server of ours begin and end? It says who has its port, and stops within two seconds. */

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { reasonOf, UserFault } from '../core/fault.mts'

export interface Listening {
  /** `http://HOST:PORT`, with the port that was taken where any would do. */
  readonly url: string
  /** Lets requests that are being answered end (two seconds at most), then closes. */
  stop(): Promise<void>
}

/** A UserFault where nothing can listen there; port 0 takes any free one. */
export async function listen(server: Server, host: string, port: number): Promise<Listening> {
  await new Promise<void>((listening, failed) => {
    server.once('error', error => failed(new UserFault(whyNot(error, host, port))))
    server.listen(port, host, listening)
  })
  server.on('error', () => {})
  const bound = server.address() as AddressInfo
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  const stop = () =>
    new Promise<void>(closed => {
      const patience = setTimeout(() => server.closeAllConnections(), 2000)
      server.close(() => {
        clearTimeout(patience)
        closed()
      })
      server.closeIdleConnections()
    })
  return { url: `http://${name}:${bound.port}`, stop }
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken by another program: stop it, or choose another port (0 takes any free one).`
  if (error.code === 'EACCES')
    return `Port ${port} may not be opened by this user: choose one above 1023.`
  return `Nothing can listen on ${host}, port ${port}: ${reasonOf(error)}.`
}
