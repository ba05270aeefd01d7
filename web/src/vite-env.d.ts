/// <reference types="vite/client" />

declare module '*.svg?icon' {
  const paths: readonly { d: string; evenOdd: boolean }[]
  export default paths
}
