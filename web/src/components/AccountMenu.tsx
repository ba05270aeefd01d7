import { useNavigate } from '@tanstack/react-router'
import exit from 'bootstrap-icons/icons/box-arrow-right.svg?icon'
import sliders from 'bootstrap-icons/icons/sliders.svg?icon'
import dots from 'bootstrap-icons/icons/three-dots-vertical.svg?icon'
import { useApp } from '../hooks/use-app'
import { useLogOut } from '../hooks/use-log-out'
import { paths } from '../paths'
import { Icon } from '../ui/Icon'
import { Menu } from '../ui/Menu'
import { t } from '../util/t'
import { roles } from '../util/words'
import styles from './AccountMenu.module.scss'

export function AccountMenu() {
  const { user } = useApp()
  const navigate = useNavigate()
  const logOut = useLogOut()
  return (
    <div className={styles.me}>
      <span className={styles.avatar} aria-hidden="true">
        {user.email.slice(0, 2).toUpperCase()}
      </span>
      <div className="grow">
        <div className="strong text-truncate" title={user.email}>
          {user.email}
        </div>
        <div className="small subtle">{roles[user.role]}</div>
      </div>
      <Menu
        label={t('Account')}
        buttonClassName="btn btn-quiet btn-sm btn-square"
        items={[
          {
            key: 'settings',
            label: t('Settings'),
            icon: sliders,
            onSelect: () => navigate(paths.settings()),
          },
          { key: 'out', label: t('Log out'), icon: exit, separated: true, onSelect: logOut },
        ]}
      >
        <Icon of={dots} />
      </Menu>
    </div>
  )
}
