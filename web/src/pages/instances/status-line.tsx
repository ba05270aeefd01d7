import { Link } from '@tanstack/react-router'
import type { Instance, Task } from '../../api/types'
import { openTaskOf, TaskProgress } from '../../components/TaskProgress'
import { paths } from '../../paths'
import { t } from '../../util/t'

/** What stands in a row in place of two cells while something is to be said; null when not. */
export function statusLine(instance: Instance, tasks: readonly Task[]) {
  const task = openTaskOf(instance, tasks)
  if (task) return <TaskProgress task={task} />
  if (!instance.error) return null
  return (
    <span className="row-line small">
      <span className="danger text-truncate" title={instance.error.message}>
        {instance.error.message}
      </span>
      <Link {...paths.instance(instance.name)}>{t('Details')}</Link>
    </span>
  )
}
