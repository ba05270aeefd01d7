import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { auditQ } from '../../api/resources'
import { AuditFilters } from '../../components/AuditFilters'
import { AuditTable } from '../../components/AuditTable'
import { PageHead } from '../../components/PageHead'
import { useApp } from '../../hooks/use-app'
import { Pager } from '../../table/Pager'
import { Button } from '../../ui/Button'
import { t, tn } from '../../util/t'

const route = getRouteApi('/app/projects/$project/activity')

export default function ActivityPage() {
  const { project } = useApp()
  const { page, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const { auditRecords, nextPageToken } = useSuspenseQuery(auditQ(project, filter, page)).data
  return (
    <>
      <PageHead title={t('Activity')} />
      <AuditFilters filter={filter} onChange={(search) => navigate({ search })} />
      <div className="card">
        <AuditTable
          records={auditRecords}
          filtered={Object.values(filter).some(Boolean)}
          clear={<Button onClick={() => navigate({ search: {} })}>{t('Clear filters')}</Button>}
          foot={
            <>
              <span>{tn(auditRecords.length, '{n} record', '{n} records')}</span>
              <Pager page={page} next={nextPageToken} />
            </>
          }
        />
      </div>
    </>
  )
}
