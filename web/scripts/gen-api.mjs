// Makes src/api/generated/openapi.d.ts from the document that `nexus-openapi` prints.
//   npm run gen-api            writes it
//   npm run gen-api:check      fails if what is committed differs
// The program is taken from NEXUS_OPENAPI, or from the newest build.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'

const target = join(import.meta.dirname, '../src/api/generated/openapi.d.ts')
const head =
  '// Made by `npm run gen-api` from the gateway’s OpenAPI document. Not edited by hand.\n\n'

const document = execFileSync(program(), { encoding: 'utf8', maxBuffer: 64 << 20 })
const types = head + astToString(await openapiTS(document))

if (!process.argv.includes('--check')) {
  writeFileSync(target, types)
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== types) {
  console.error(
    'src/api/generated is not what the protos say now: run `npm run gen-api` and commit it.',
  )
  process.exit(1)
}

function program() {
  if (process.env.NEXUS_OPENAPI) return process.env.NEXUS_OPENAPI
  const builds = ['ci', 'dev', 'release'].map((preset) =>
    join(import.meta.dirname, `../../build/${preset}/bin/nexus-openapi`),
  )
  const [newest] = builds
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  if (newest) return newest
  console.error('Build nexus-openapi first, or name it in NEXUS_OPENAPI.')
  process.exit(1)
}
