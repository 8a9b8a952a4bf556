/** What is published of a run for comparing it with any other? */

import type { APIRoute, GetStaticPaths } from 'astro'
import { comparableRuns, sideOf } from '../../../../compare/read-sides.mts'
import type { Run } from '../../../../model.mts'

export const getStaticPaths = (() =>
  comparableRuns.map(run => ({
    params: { run: run.path.split('/').at(-2) },
    props: { run },
  }))) satisfies GetStaticPaths

export const GET: APIRoute<{ run: Run }> = async ({ props }) =>
  Response.json(await sideOf(props.run))
