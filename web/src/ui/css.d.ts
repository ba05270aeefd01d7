import 'react'

// Our own CSS variables may be set through `style`.
declare module 'react' {
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined
  }
}
