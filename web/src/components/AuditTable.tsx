import { createColumnHelper } from '@tanstack/react-table'
import clock from 'bootstrap-icons/icons/clock-history.svg?icon'
import type { ReactNode } from 'react'
import type { AuditRecord } from '../api/types'
import { useSubject } from '../hooks/use-subject'
import { DataTable, type features } from '../table/DataTable'
import { Badge } from '../ui/Badge'
import { CopyButton } from '../ui/CopyButton'
import { Empty } from '../ui/Empty'
import { readable } from '../util/audit'
import { idOf, shortId } from '../util/names'
import { t } from '../util/t'
import { formatInstant } from '../util/time'
import { methodWords } from '../util/words'
import { Actor } from './Actor'
import styles from './AuditTable.module.scss'
import { OutcomeIcon } from './OutcomeIcon'
import { TimeAgo } from './TimeAgo'

/** Who did what, on what, from where, when, and how it ended. */
export function AuditTable({
  records,
  filtered,
  clear,
  foot,
}: {
  records: AuditRecord[]
  filtered: boolean
  clear: ReactNode
  foot: ReactNode
}) {
  return (
    <DataTable
      label={t('Activity')}
      columns={columns}
      data={records}
      rowId={({ name }) => name}
      card={(record) => <RecordCard record={record} />}
      empty={
        filtered ? (
          <Empty title={t('Nothing matches')} actions={clear}>
            {t('No record has all that the filters ask for.')}
          </Empty>
        ) : (
          <Empty icon={clock} title={t('Nothing was done yet')}>
            {t('Every change, and every refused attempt, is recorded here.')}
          </Empty>
        )
      }
      foot={foot}
    />
  )
}

const col = createColumnHelper<typeof features, AuditRecord>()

const columns = col.columns([
  col.accessor('createTime', {
    header: t('When'),
    cell: ({ row }) => (
      <span className="muted">
        <TimeAgo of={row.original.createTime} ago />
      </span>
    ),
  }),
  col.accessor('actor', {
    header: t('Who'),
    cell: ({ row }) => <Actor name={row.original.actor} />,
  }),
  col.accessor('method', {
    header: t('What'),
    cell: ({ row }) => <What record={row.original} />,
  }),
  col.accessor('outcome', {
    header: t('Outcome'),
    cell: ({ row }) => <Outcome record={row.original} />,
  }),
  col.accessor('clientAddress', {
    header: t('From'),
    meta: { wideOnly: true },
    cell: ({ row }) => (
      <span className="mono muted" title={row.original.userAgent}>
        {row.original.clientAddress || '–'}
      </span>
    ),
  }),
  col.accessor('requestJson', {
    header: t('Details'),
    meta: { end: true },
    cell: ({ row }) => <Details record={row.original} />,
  }),
])

function What({ record }: { record: AuditRecord }) {
  const subject = useSubject()
  return (
    <>
      <span className="strong" title={record.method}>
        {methodWords(record.method)}
      </span>{' '}
      <span className="muted">{subject(record)}</span>
    </>
  )
}

function Outcome({ record: { outcome, count } }: { record: AuditRecord }) {
  return (
    <span className="row-line">
      {outcome === 'ok' ? (
        <Badge tone="success">{t('Done')}</Badge>
      ) : (
        <Badge tone="danger">{refusal(outcome)}</Badge>
      )}
      {count > 1 && <span className="small muted num">{t('{n} times', { n: count })}</span>}
    </span>
  )
}

// `INSUFFICIENT_FUNDS` -> `Insufficient funds`: the reasons are named so that they can be read.
function refusal(reason: string) {
  const words = reason.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function Details({ record }: { record: AuditRecord }) {
  const { resource, requestId, createTime, requestJson } = record
  return (
    <details className={styles.details}>
      <summary>{t('Show')}</summary>
      <dl>
        <dt>{t('Time')}</dt>
        <dd>{createTime ? formatInstant(createTime) : '–'}</dd>
        <dt>{t('Resource')}</dt>
        <dd className="mono">{resource || '–'}</dd>
        <dt>{t('Request')}</dt>
        <dd className="mono">
          {shortId(idOf(requestId))}{' '}
          <CopyButton text={requestId} label={t('Copy request id')} copied={t('Copied')} />
        </dd>
      </dl>
      <pre className="mono">{readable(requestJson)}</pre>
    </details>
  )
}

function RecordCard({ record }: { record: AuditRecord }) {
  return (
    <>
      <div className="row-line">
        <OutcomeIcon outcome={record.outcome} />
        <span className="grow text-truncate">
          <What record={record} />
        </span>
        <span className="small muted">
          <TimeAgo of={record.createTime} />
        </span>
      </div>
      <div className="row-line small muted">
        <Actor name={record.actor} />
        {record.outcome !== 'ok' && <span className="danger">{refusal(record.outcome)}</span>}
      </div>
    </>
  )
}
