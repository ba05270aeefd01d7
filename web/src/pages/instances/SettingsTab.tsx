import { useState } from 'react'
import { instanceCan } from '../../api/can'
import { actionIcons } from '../../components/action-icons'
import { InstanceDelete } from '../../components/InstanceDelete'
import { useInstance } from '../../hooks/use-instance'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { t } from '../../util/t'
import styles from './SettingsTab.module.scss'

export default function SettingsTab() {
  const instance = useInstance()
  const [deleting, setDeleting] = useState(false)
  const can = instanceCan(instance, 'delete')
  return (
    <Card title={t('Delete instance')} line>
      <div className={styles.danger}>
        <p className="muted grow">
          {can
            ? t('Its disk is erased, its address is given back and it stops costing money.')
            : t('Only members with the right to delete instances can do this.')}
        </p>
        {can && (
          <Button
            look="danger-text"
            icon={actionIcons.delete}
            disabledReason={can.allowed ? undefined : can.reason}
            onClick={() => setDeleting(true)}
          >
            {t('Delete instance…')}
          </Button>
        )}
      </div>
      {deleting && <InstanceDelete instance={instance} onClose={() => setDeleting(false)} />}
    </Card>
  )
}
