/** What was asked of this build? Filled in by Vite's `define`, so that pages need no environment. */

export interface SiteOptions {
  /** Folder of the history. */
  readonly data: string
  /** Path the site lies under, with a slash at both ends. */
  readonly base: string
  /** Origin it will be published at, when known. */
  readonly site: string | null
  /** Only this project, when given. */
  readonly project: string | null
  readonly jaegerUrl: string | null
  readonly title: string
  /** Whether a server tells pages of later builds. */
  readonly isLive: boolean
  /** Digest of the sources and libraries that pages are made by. */
  readonly makers: string
  /** File of the pages that are there already, and file for those of this build: address → digest of the makings. */
  readonly known: string
  readonly makings: string
}

declare const SITE_OPTIONS: SiteOptions

export const options: SiteOptions = SITE_OPTIONS
