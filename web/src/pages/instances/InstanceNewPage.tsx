import { PageHead } from '../../components/PageHead'
import { InstanceCreateForm } from '../../forms/instance-create'
import { t } from '../../util/t'

export default function InstanceNewPage() {
  return (
    <>
      <PageHead title={t('Create instance')} />
      <InstanceCreateForm />
    </>
  )
}
