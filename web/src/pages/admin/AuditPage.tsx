import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { allAuditQ } from '../../api/resources'
import { AuditFilters } from '../../components/AuditFilters'
import { AuditTable } from '../../components/AuditTable'
import { PageHead } from '../../components/PageHead'
import { Pager } from '../../table/Pager'
import { Button } from '../../ui/Button'
import { t, tn } from '../../util/t'

const route = getRouteApi('/app/admin/audit')

export default function AuditPage() {
  const { page, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const { auditRecords, nextPageToken } = useSuspenseQuery(allAuditQ(filter, page)).data
  return (
    <>
      <PageHead title={t('Audit')} />
      <AuditFilters everywhere filter={filter} onChange={(search) => navigate({ search })} />
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
