import { useNow } from '../hooks/use-now'
import { t } from '../util/t'
import { formatInstant, formatSpan } from '../util/time'

/** How long ago, with the instant itself in the tooltip. */
export function TimeAgo({ of, ago = false }: { of: string | undefined; ago?: boolean }) {
  const now = useNow()
  if (of === undefined) return <>–</>
  const span = formatSpan((now - Date.parse(of)) / 1000)
  return (
    <time dateTime={of} title={formatInstant(of)}>
      {ago ? t('{span} ago', { span }) : span}
    </time>
  )
}
