import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { createColumnHelper } from '@tanstack/react-table'
import search from 'bootstrap-icons/icons/search.svg?icon'
import { type FormEvent, useState } from 'react'
import { usersQ } from '../../api/resources'
import { may } from '../../api/session'
import type { User } from '../../api/types'
import { PageHead } from '../../components/PageHead'
import { TimeAgo } from '../../components/TimeAgo'
import { AccountCreditDialog } from '../../forms/account-credit'
import { useApp } from '../../hooks/use-app'
import { DataTable, type features } from '../../table/DataTable'
import { Pager } from '../../table/Pager'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Empty } from '../../ui/Empty'
import { idOf, shortId } from '../../util/names'
import { t, tn } from '../../util/t'
import { roles } from '../../util/words'
import styles from './UsersPage.module.scss'

const route = getRouteApi('/app/admin/users')

export default function UsersPage() {
  const { email, page } = route.useSearch()
  const navigate = route.useNavigate()
  const { users, nextPageToken } = useSuspenseQuery(usersQ(email, page)).data
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('email') ?? '').trim()
    navigate({ search: { email: text || undefined } })
  }
  return (
    <>
      <PageHead title={t('Users')} />
      <search>
        <form className={styles.search} onSubmit={find}>
          <input
            key={email}
            className="form-control"
            type="search"
            name="email"
            aria-label={t('Search e-mail')}
            placeholder={t('Search e-mail')}
            defaultValue={email}
          />
          <Button type="submit" icon={search}>
            {t('Search')}
          </Button>
        </form>
      </search>
      <div className="card">
        <DataTable
          label={t('Users')}
          columns={columns}
          data={users}
          rowId={({ name }) => name}
          card={(user) => <UserLine user={user} />}
          empty={
            <Empty
              title={t('No user matches')}
              actions={
                <Button onClick={() => navigate({ search: {} })}>{t('Clear search')}</Button>
              }
            >
              {t('No e-mail address contains “{text}”.', { text: email ?? '' })}
            </Empty>
          }
          foot={
            <>
              <span>{tn(users.length, '{n} user', '{n} users')}</span>
              <Pager page={page} next={nextPageToken} />
            </>
          }
        />
      </div>
    </>
  )
}

const col = createColumnHelper<typeof features, User>()

const columns = col.columns([
  col.accessor('email', {
    header: t('E-mail'),
    cell: ({ row }) => <span className="strong">{row.original.email}</span>,
  }),
  col.accessor('role', { header: t('Role'), cell: ({ row }) => <Role of={row.original} /> }),
  col.accessor('personalProject', {
    header: t('Personal project'),
    cell: ({ row }) => <ProjectId of={row.original} />,
  }),
  col.accessor('createTime', {
    header: t('Member since'),
    meta: { end: true },
    cell: ({ row }) => (
      <span className="muted">
        <TimeAgo of={row.original.createTime} ago />
      </span>
    ),
  }),
  col.display({
    id: 'credit',
    header: t('Actions'),
    meta: { hiddenHeader: true, end: true },
    cell: ({ row }) => <CreditButton user={row.original} />,
  }),
])

function Role({ of: { role } }: { of: User }) {
  return <Badge tone={role === 'ADMINISTRATOR' ? 'primary' : 'neutral'}>{roles[role]}</Badge>
}

function ProjectId({ of: { personalProject } }: { of: User }) {
  return (
    <span className="nowrap">
      <span className="mono muted">{shortId(idOf(personalProject))}</span>{' '}
      <CopyButton text={personalProject} label={t('Copy project name')} copied={t('Copied')} />
    </span>
  )
}

function CreditButton({ user }: { user: User }) {
  const { session } = useApp()
  const [open, setOpen] = useState(false)
  if (!may(session, 'admin.billing.credit')) return null
  return (
    <>
      <Button
        size="sm"
        aria-label={t('Credit {email}', { email: user.email })}
        onClick={() => setOpen(true)}
      >
        {t('Credit')}
      </Button>
      {open && <AccountCreditDialog user={user} onClose={() => setOpen(false)} />}
    </>
  )
}

function UserLine({ user }: { user: User }) {
  return (
    <div className="row-line">
      <span className="grow text-truncate strong">{user.email}</span>
      <Role of={user} />
      <CreditButton user={user} />
    </div>
  )
}
