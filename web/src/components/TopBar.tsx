import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import list from 'bootstrap-icons/icons/list.svg?icon'
import wallet from 'bootstrap-icons/icons/wallet2.svg?icon'
import { accountQ, tasksQ } from '../api/resources'
import { useApp } from '../hooks/use-app'
import { useLasting } from '../hooks/use-lasting'
import { paths } from '../paths'
import { IconButton } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { Spinner } from '../ui/Spinner'
import { t, tn } from '../util/t'
import { Breadcrumbs } from './Breadcrumbs'
import { MoneyText } from './MoneyText'
import { StreamStatus } from './StreamStatus'
import { ThemeButton } from './ThemeButton'
import styles from './TopBar.module.scss'

export function TopBar({ onMenu }: { onMenu: () => void }) {
  const { project } = useApp()
  const account = useSuspenseQuery(accountQ(project)).data
  const { tasks } = useSuspenseQuery(tasksQ(project)).data
  const running = tasks.filter(({ endTime }) => endTime === undefined).length
  const busy = useLasting(running > 0)
  return (
    <header className={styles.bar}>
      <IconButton
        of={list}
        size="sm"
        label={t('Open navigation')}
        className={styles.burger}
        onClick={onMenu}
      />
      <Breadcrumbs />
      <div className={styles.status}>
        <StreamStatus />
        {busy && (
          <>
            <span className={styles.rule} />
            <Link {...paths.dashboard(project)} className={styles.item}>
              <Spinner />
              <span className="strong num">{running}</span>
              <span className="wide-only">{tn(running, 'task', 'tasks')}</span>
            </Link>
          </>
        )}
        <span className={`${styles.rule} wide-only`} />
        <Link
          {...paths.billing(project)}
          className={`${styles.item} wide-only`}
          title={t('Balance')}
        >
          <Icon of={wallet} size={14} />
          <span className="visually-hidden">{t('Balance')}</span>
          <span className="strong">
            <MoneyText of={account.wallet} />
          </span>
        </Link>
        <ThemeButton />
      </div>
    </header>
  )
}
