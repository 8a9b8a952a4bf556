/** What is a small Express or Next.js application made of? */

export const manifest = (more: object = {}) =>
  `${JSON.stringify(
    {
      name: 'shop',
      dependencies: { express: '^5.0.0' },
      scripts: { start: 'node app.js' },
      ...more,
    },
    null,
    2,
  )}\n`

export const APP =
  "const express = require('express')\nconst app = express()\napp.get('/users/:id', (q, s) => s.end())\napp.listen(3000)\n"

export const MODULE_APP =
  "import express from 'express'\nconst app = express()\napp.get('/', (q, s) => s.end())\napp.listen(3000)\n"

export const LOAD = "require('./otel-instrumentation.cjs')\n"

export const next = (version: string, more: object = {}) =>
  manifest({
    dependencies: { next: version, react: '19' },
    scripts: { start: 'next start' },
    ...more,
  })
