/** Which builds of Java and Kotlin make a program? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBuiltToRun } from '../../scripts/formats/programs.mts'

test('a pom that packs a program, and one that only manages versions of plugins', () => {
  const plugin = '<plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin>'
  assert.ok(isBuiltToRun('pom.xml', `<plugins>${plugin}</plugins>`))
  assert.ok(isBuiltToRun('pom.xml', '<packaging>war</packaging>'))
  assert.ok(!isBuiltToRun('pom.xml', `<pluginManagement>${plugin}</pluginManagement>`))
  assert.ok(!isBuiltToRun('pom.xml', '<packaging>jar</packaging>'))
})

test('plugins of Gradle, in both languages, applied or only named', () => {
  const programs = [
    'plugins {\n  id("org.springframework.boot") version "3.5.0"\n}',
    "plugins {\n  id 'application'\n}",
    'plugins {\n  application\n}',
    "apply plugin: 'war'",
    'plugins {\n  alias(libs.plugins.android.application)\n}',
  ]
  for (const text of programs) assert.ok(isBuiltToRun('build.gradle.kts', text), text)
  const libraries = [
    'plugins {\n  id("org.springframework.boot") version "3.5.0" apply false\n}',
    'plugins {\n  `java-library`\n}',
    '// id("application") is for programs',
    'val application = 1',
  ]
  for (const text of libraries) assert.ok(!isBuiltToRun('build.gradle.kts', text), text)
})
