import type { QueueStats } from '../../api/types'
import { StatStrip } from '../../ui/StatStrip'
import { count, t, tn } from '../../util/t'
import { formatDelay, secondsOf } from '../../util/time'

/** The queue in six numbers. */
export function QueueStatStrip({ stats }: { stats: QueueStats }) {
  const ended = Number(stats.endedLastHour)
  const share = ended === 0 ? 0 : (100 * Number(stats.succeededLastHour)) / ended
  const unowned = stats.clusters.filter(({ owned }) => !owned).length
  const failed = Number(stats.failed)
  return (
    <StatStrip
      label={t('The queue in numbers')}
      stats={[
        {
          label: t('Waiting'),
          value: count(BigInt(stats.waiting)),
          meta: kindsLine(stats),
        },
        {
          label: t('Running'),
          value: count(BigInt(stats.running)),
          meta: t('of {n} slots', { n: count(BigInt(stats.slots)) }),
        },
        {
          label: t('Oldest waiting'),
          value: formatDelay(secondsOf(stats.oldestWait)),
          meta:
            unowned > 0
              ? tn(unowned, '{n} cluster has no scheduler', '{n} clusters have no scheduler')
              : t('Every cluster is worked'),
        },
        {
          label: t('Start delay, p95'),
          value: formatDelay(secondsOf(stats.startDelayP95)),
          meta: t('last hour'),
        },
        {
          label: t('Finished, last hour'),
          value: count(ended),
          meta: ended === 0 ? t('None') : t('{share} % succeeded', { share: share.toFixed(1) }),
        },
        {
          label: t('Dead letters'),
          value: <span className={failed > 0 ? 'danger' : undefined}>{count(failed)}</span>,
          meta: t('{n} in the last day', { n: count(BigInt(stats.failedLastDay)) }),
        },
      ]}
    />
  )
}

// `3 create, 1 delete`.
function kindsLine({ kinds }: QueueStats) {
  const waiting = kinds.filter((kind) => kind.waiting !== '0')
  if (waiting.length === 0) return t('Nothing waits')
  return waiting.map((kind) => `${count(BigInt(kind.waiting))} ${kind.kind}`).join(', ')
}
