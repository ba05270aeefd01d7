import exit from 'bootstrap-icons/icons/box-arrow-right.svg?icon'
import { PageHead } from '../../components/PageHead'
import { PropertyList } from '../../components/PropertyList'
import { useApp } from '../../hooks/use-app'
import { useLogOut } from '../../hooks/use-log-out'
import { setTheme, themeStore } from '../../stores/theme'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Segmented } from '../../ui/Segmented'
import { useStore } from '../../util/store'
import { t } from '../../util/t'
import { formatDate, formatInstant } from '../../util/time'
import { roles } from '../../util/words'
import styles from './SettingsPage.module.scss'

export default function SettingsPage() {
  const { user, session } = useApp()
  const logOut = useLogOut()
  return (
    <>
      <PageHead title={t('Settings')} />
      <div className={styles.column}>
        <Card title={t('Profile')} line>
          <PropertyList
            properties={[
              { label: t('E-mail'), value: user.email },
              { label: t('Role'), value: roles[user.role] },
              {
                label: t('Member since'),
                value: user.createTime ? formatDate(user.createTime) : '–',
              },
            ]}
          />
        </Card>
        <Card title={t('Appearance')} line>
          <ThemeChoice />
        </Card>
        <Card title={t('Session')} line>
          <div className="row-line">
            <p className="muted grow">
              {session.expireTime
                ? t('Logged in until {time}.', { time: formatInstant(session.expireTime) })
                : t('Logged in on this browser.')}
            </p>
            <Button icon={exit} onClick={logOut}>
              {t('Log out')}
            </Button>
          </div>
        </Card>
      </div>
    </>
  )
}

function ThemeChoice() {
  return (
    <div className="row-line">
      <p className="muted grow">{t('Kept in this browser.')}</p>
      <Segmented
        label={t('Theme')}
        value={useStore(themeStore)}
        options={[
          { value: 'dark', label: t('Dark') },
          { value: 'light', label: t('Light') },
          { value: 'system', label: t('System') },
        ]}
        onChange={setTheme}
      />
    </div>
  )
}
