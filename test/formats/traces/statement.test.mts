import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hasPlaceholders, isSql, shapeOf } from '../../../scripts/formats/traces/statement.mts'

const SHAPES: readonly (readonly [string, string, string])[] = [
  [
    'postgresql',
    "SELECT * FROM t WHERE a = 'it''s' AND b=12.5",
    'SELECT * FROM t WHERE a = ? AND b=?',
  ],
  [
    'postgresql',
    'SELECT "userId" FROM "public"."t" WHERE x = $1',
    'SELECT "userId" FROM "public"."t" WHERE x = ?',
  ],
  ['postgresql', 'SELECT 1 /* traceparent=00-ab */ -- anna\n, 2', 'SELECT ? , ?'],
  ['postgresql', 'SELECT $$anna$$, $x$bob$x$, a::int', 'SELECT ?, ?, a::int'],
  ['postgresql', "SELECT E'a\\'anna' , x", 'SELECT ? , x'],
  ['mysql', 'SELECT * FROM t WHERE mail = "anna@example.com"', 'SELECT * FROM t WHERE mail = ?'],
  ['sqlite', 'SELECT "name" FROM t WHERE a = "Anna"', 'SELECT "name" FROM t WHERE a = ?'],
  [
    '',
    'SELECT a FROM t WHERE id IN (1, 2,3) AND b IN (%s, %s)',
    'SELECT a FROM t WHERE id IN (?) AND b IN (?)',
  ],
  ['', "INSERT INTO t VALUES (1,'a'), (2,'b')", 'INSERT INTO t VALUES (?)'],
  [
    '',
    'SELECT t1.c2 FROM t1 WHERE a = :name AND b = @p1 AND c = %(who)s',
    'SELECT t1.c2 FROM t1 WHERE a = ? AND b = ? AND c = ?',
  ],
  ['', "SELECT a FROM t WHERE b = 'cut off in the mid", 'SELECT a FROM t WHERE b = ?'],
  ['', 'SELECT 0xFF, -1e5, a-1', 'SELECT ?, ?, a-?'],
]

test('a statement becomes its shape, whatever its dialect quotes', () => {
  for (const [system, statement, shape] of SHAPES) assert.equal(shapeOf(statement, system), shape)
})

test('no literal of a statement survives in its shape', () => {
  const secret = fc.stringMatching(/^[A-Z]{6,12}[^'\\]{0,20}$/)
  fc.assert(
    fc.property(secret, fc.integer({ min: 100_000 }), (text, number) => {
      const shape = shapeOf(`select a from t where b = '${text}' and c = ${number}`, '')
      assert.ok(!shape.includes(text.slice(0, 6)) && !shape.includes(String(number)))
    }),
  )
})

test('keys and documents of other databases are no SQL', () => {
  assert.equal(isSql('GET user:anna', 'redis'), false)
  assert.equal(isSql('{"find":"users"}', 'mongodb'), false)
  assert.equal(isSql('select 1', ''), true)
  assert.equal(isSql('/* hi */ with a as (select 1) select * from a', 'postgresql'), true)
})

test('a statement whose values travel apart is told from one that carries them', () => {
  assert.equal(hasPlaceholders('select a from t where b = $1'), true)
  assert.equal(hasPlaceholders("select a::int from t where b = '?' and c = ':x'"), false)
})

test('a megabyte of quotes is read at once', () => {
  assert.ok(shapeOf(`select ${"'".repeat(1_000_001)}`, '').length <= 500)
})
