/** How do we talk to a PostgreSQL server? One connection, its faults in one sentence, the password in none. */

import type { Client } from 'pg'
import { reasonOf, UserFault } from '../../core/fault.mts'

const CONNECTED_MS = 15_000

const EXAMPLE = 'postgres://user@host:5432/database'

/** Where the server is, without who asks and with what password. */
const placeOf = ({ host, port, database }: Client) => `${host}:${port}/${database ?? ''}`

/**
 * Connects, works, disconnects. What `url` leaves out comes from the variables PGHOST, PGUSER, PGPASSWORD … and from
 * `~/.pgpass`. A UserFault tells what the server or the network said.
 */
export async function withPostgres<T>(
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await clientOf(url)
  // What ends the connection ends the query that waits for it, too: it is told there.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    if (error instanceof UserFault) throw error
    throw new UserFault(`The store at ${placeOf(client)} cannot be used: ${told(error)}`)
  } finally {
    await client.end().catch(() => {})
  }
}

async function clientOf(url: string): Promise<Client> {
  const { Client } = await import('pg')
  if (!/^postgres(ql)?:\/\//.test(url)) throw notAnAddress()
  try {
    return new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECTED_MS,
      keepAlive: true,
      application_name: 'shipworthy',
    })
  } catch {
    throw notAnAddress()
  }
}

const notAnAddress = () =>
  new UserFault(`The store has no address of a PostgreSQL database, such as ${EXAMPLE}.`)

/** What helps, by the code of PostgreSQL or of the network. */
const ADVICE: Readonly<Record<string, string>> = {
  '28P01': 'check PGPASSWORD or ~/.pgpass',
  '3D000': 'create the database first',
  '42501':
    'the first copy needs the right to create tables in its schema, later ones to read and insert',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
}

function told(error: unknown): string {
  const { code = '', errors = [] } = error as { code?: string; errors?: readonly unknown[] }
  const reason = reasonOf(error)
  // Several addresses were tried, and the sum of their errors says nothing itself.
  const words = reason === 'unknown reason' && errors.length > 0 ? reasonOf(errors[0]) : reason
  const advice = ADVICE[code]
  return advice === undefined ? words : `${words} (${advice})`
}
