import { Outlet } from '@tanstack/react-router'
import { Address } from '../../components/Address'
import { actionIcons } from '../../components/action-icons'
import { InstanceMenu } from '../../components/InstanceMenu'
import { PageHead } from '../../components/PageHead'
import { StateBadge } from '../../components/StateBadge'
import { Tabs } from '../../components/Tabs'
import { useCatalog } from '../../hooks/use-catalog'
import { useInstance } from '../../hooks/use-instance'
import { usePowerActions } from '../../hooks/use-instance-actions'
import { paths } from '../../paths'
import { Button } from '../../ui/Button'
import { t } from '../../util/t'

export default function InstancePage() {
  const instance = useInstance()
  const { planName, imageName } = useCatalog()
  const power = usePowerActions(instance)
  return (
    <>
      <PageHead
        title={instance.displayName}
        beside={<StateBadge state={instance.state} />}
        meta={
          <>
            <Address of={instance.ipv4Address} owner={instance.displayName} />
            <span aria-hidden="true">·</span> {planName(instance.plan)}
            <span aria-hidden="true">·</span> {imageName(instance.image)}
          </>
        }
        actions={
          <>
            {power.map(({ action, label, pending, disabledReason, run }) => (
              <Button
                key={action}
                icon={actionIcons[action]}
                loading={pending}
                disabledReason={disabledReason}
                onClick={run}
              >
                {label}
              </Button>
            ))}
            <InstanceMenu instance={instance} withPower={false} buttonClassName="btn btn-square" />
          </>
        }
      />
      <Tabs
        label={t('Instance')}
        tabs={[
          { label: t('Overview'), to: paths.instance(instance.name) },
          { label: t('Settings'), to: paths.instanceSettings(instance.name) },
        ]}
      />
      <Outlet />
    </>
  )
}
