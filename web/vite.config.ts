import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { dataSvgFiles } from './vite/data-svg.ts'
import { icons } from './vite/icons.ts'
import { licenses } from './vite/licenses.ts'

export default defineConfig({
  plugins: [icons(), react(), dataSvgFiles(), licenses()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0, // the CSP has no `data:`
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  css: {
    modules: { localsConvention: 'camelCaseOnly' },
    preprocessorOptions: {
      // Bootstrap 5.3 still speaks the old Sass; its maintainers ask to be left quiet.
      scss: {
        quietDeps: true,
        silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: process.env.NEXUS_URL ?? 'https://localhost:8443', secure: false },
    },
  },
  test: {
    include: ['src/**/*.spec.{ts,tsx}', 'vite/**/*.spec.ts'],
    environment: 'jsdom',
    setupFiles: 'test/setup.ts',
    restoreMocks: true,
  },
})
