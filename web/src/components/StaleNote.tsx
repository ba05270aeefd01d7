import off from 'bootstrap-icons/icons/wifi-off.svg?icon'
import { reconnect } from '../api/live/live'
import { streamStore } from '../api/live/stream'
import { useNow } from '../hooks/use-now'
import { Button } from '../ui/Button'
import { Note } from '../ui/Note'
import { useStore } from '../util/store'
import { t } from '../util/t'
import { formatSpan } from '../util/time'

const patienceMs = 10_000

/** Says so when what is on the screen may be old. The values stay. */
export function StaleNote() {
  const stream = useStore(streamStore)
  return stream.state === 'down' ? <DownSince since={stream.since} /> : null
}

function DownSince({ since }: { since: number }) {
  const age = useNow() - since
  if (age < patienceMs) return null
  return (
    <Note
      tone="warning"
      role="status"
      icon={off}
      title={t('Live updates stopped {span} ago.', { span: formatSpan(age / 1000) })}
      action={
        <Button size="sm" onClick={reconnect}>
          {t('Reconnect now')}
        </Button>
      }
    >
      {t('What you see may be old.')}
    </Note>
  )
}
