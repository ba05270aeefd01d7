import type { Instance, Task } from '../../api/types'
import { InstanceMenu } from '../../components/InstanceMenu'
import { StateBadge } from '../../components/StateBadge'
import { useCatalog } from '../../hooks/use-catalog'
import { InstanceLink } from './columns'
import { statusLine } from './status-line'

/** An instance on a phone: two or three lines. */
export function InstanceCard({ instance, tasks }: { instance: Instance; tasks: readonly Task[] }) {
  const { planName } = useCatalog()
  return (
    <>
      <div className="row-line">
        <span className="grow text-truncate">
          <InstanceLink instance={instance} />
        </span>
        <StateBadge state={instance.state} />
        <InstanceMenu instance={instance} />
      </div>
      {statusLine(instance, tasks)}
      <div className="row-line muted">
        {planName(instance.plan)} <span className="mono">{instance.ipv4Address}</span>
      </div>
    </>
  )
}
