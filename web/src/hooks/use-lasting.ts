import { useEffect, useState } from 'react'

/** True once `going` has been true for a while: what is over in a blink shows nothing. */
export function useLasting(going: boolean, ms = 150): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!going) return
    const timer = setTimeout(() => setLasting(true), ms)
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [going, ms])
  return going && lasting
}
