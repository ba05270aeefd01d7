import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { instancesQ } from '../api/resources'
import type { InstanceState } from '../api/types'
import { useApp } from '../hooks/use-app'
import { t, tn } from '../util/t'
import { instanceStates } from '../util/words'

const pauseMs = 2000

/** Reads out state changes to those who cannot see them; many at once as a number. */
export function NewsReader() {
  const { project } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  const heard = useRef<Map<string, InstanceState> | null>(null)
  const [news, setNews] = useState('')

  // Speech lags behind what is seen on purpose: it takes time, and must not stutter.
  useEffect(() => {
    const timer = setTimeout(
      () => {
        const known = heard.current
        heard.current = new Map(instances.map(({ name, state }) => [name, state]))
        const changed = known
          ? instances.filter(({ name, state }) => known.get(name) !== state)
          : []
        const [only] = changed
        if (!only) return
        setNews(
          changed.length === 1
            ? t('{name}: {state}', { name: only.displayName, state: instanceStates[only.state] })
            : tn(changed.length, '{n} instance changed', '{n} instances changed'),
        )
      },
      heard.current ? pauseMs : 0,
    )
    return () => clearTimeout(timer)
  }, [instances])

  return (
    <div className="visually-hidden" aria-live="polite">
      {news}
    </div>
  )
}
