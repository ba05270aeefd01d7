import triangle from 'bootstrap-icons/icons/exclamation-triangle-fill.svg?icon'
import play from 'bootstrap-icons/icons/play-fill.svg?icon'
import stop from 'bootstrap-icons/icons/stop-fill.svg?icon'
import trash from 'bootstrap-icons/icons/trash.svg?icon'
import type { InstanceState } from '../api/types'
import { Badge } from '../ui/Badge'
import { instanceStates } from '../util/words'

/** What an instance is doing: a word, an icon and a colour that say the same. */
export function StateBadge({ state }: { state: InstanceState }) {
  const word = instanceStates[state]
  switch (state) {
    case 'RUNNING':
      return (
        <Badge tone="success" icon={play}>
          {word}
        </Badge>
      )
    case 'STOPPED':
      return <Badge icon={stop}>{word}</Badge>
    case 'FAILED':
      return (
        <Badge tone="danger" icon={triangle}>
          {word}
        </Badge>
      )
    case 'DELETED':
      return <Badge icon={trash}>{word}</Badge>
    default:
      return (
        <Badge tone="warning" busy>
          {word}
        </Badge>
      )
  }
}
