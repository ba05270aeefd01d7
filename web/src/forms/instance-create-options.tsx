import { useSuspenseQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { type Control, useController } from 'react-hook-form'
import { pricesQ } from '../api/resources'
import type { Image, Plan, Price } from '../api/types'
import { useCatalog } from '../hooks/use-catalog'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { OptionCards } from '../ui/OptionCards'
import { formatMoney, formatRate } from '../util/money'
import { t } from '../util/t'
import { formatMemory } from '../util/words'
import type { InstanceValues } from './instance-create'
import styles from './instance-create.module.scss'

// The fields say themselves what changes them; the form around them does not.
export const ImageField = memo(function ImageField({
  control,
}: {
  control: Control<InstanceValues>
}) {
  const { images } = useCatalog()
  const { field } = useController({ control, name: 'image' })
  return (
    <Card title={t('Image')}>
      {images.length === 0 && (
        <Empty title={t('No images yet')}>{t('The operator has not offered an image.')}</Empty>
      )}
      <OptionCards
        legend={t('Image')}
        tick={false}
        value={field.value}
        columns={4}
        onChange={field.onChange}
        options={images.map((image) => ({
          value: image.name,
          label: image.displayName,
          content: <ImageOption image={image} />,
        }))}
      />
    </Card>
  )
})

function ImageOption({ image: { displayName, defaultUser } }: { image: Image }) {
  return (
    <span className="row-line">
      <span className={styles.letters} aria-hidden="true">
        {displayName.slice(0, 2)}
      </span>
      <span className="grow">
        <span className="strong text-truncate d-block">{displayName}</span>
        <span className="small muted d-block">{t('user {name}', { name: defaultUser })}</span>
      </span>
    </span>
  )
}

export const PlanField = memo(function PlanField({
  control,
}: {
  control: Control<InstanceValues>
}) {
  const { plans } = useCatalog()
  const { prices } = useSuspenseQuery(pricesQ).data
  const { field } = useController({ control, name: 'plan' })
  const offered = plans.flatMap((plan) => {
    const price = prices.find((one) => one.plan === plan.name)
    return price ? [{ plan, price }] : []
  })
  return (
    <Card title={t('Size')}>
      {offered.length === 0 && (
        <Empty title={t('No sizes yet')}>{t('The operator has not priced a plan.')}</Empty>
      )}
      <OptionCards
        legend={t('Size')}
        value={field.value}
        columns={4}
        onChange={field.onChange}
        options={offered.map(({ plan, price }) => ({
          value: plan.name,
          label: plan.displayName,
          content: <PlanOption plan={plan} price={price} />,
        }))}
      />
    </Card>
  )
})

function PlanOption({ plan, price }: { plan: Plan; price: Price }) {
  return (
    <>
      <span className={`strong ${styles.planName}`}>{plan.displayName}</span>
      <span className="small muted d-block">
        {t('{cpus} vCPU · {memory}', { cpus: plan.vcpus, memory: formatMemory(plan.memoryMib) })}
      </span>
      <span className="small muted d-block">{t('{n} GiB disk', { n: plan.diskGib })}</span>
      <span className={`${styles.planPrice} num`}>
        <span className="strong">{price.hour && formatRate(price.hour)}</span>
        <span className="muted"> / h</span>
      </span>
      <span className="small muted d-block num">
        {price.month && t('max {price} a month', { price: formatMoney(price.month) })}
      </span>
    </>
  )
}
