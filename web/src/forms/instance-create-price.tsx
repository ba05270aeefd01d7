import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Control, useWatch } from 'react-hook-form'
import { accountQ, pricesQ } from '../api/resources'
import type { Price } from '../api/types'
import { useApp } from '../hooks/use-app'
import { useCatalog } from '../hooks/use-catalog'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { formatMoney, formatRate, hoursLeft, type Money, subtract } from '../util/money'
import { count, t } from '../util/t'
import { formatMemory } from '../util/words'
import type { InstanceValues } from './instance-create'
import styles from './instance-create.module.scss'

/** What was chosen and what it costs; a bar at the bottom on a phone. */
export function PricePanel({
  control,
  loading,
}: {
  control: Control<InstanceValues>
  loading: boolean
}) {
  const values = useWatch({ control })
  const { plans, imageName } = useCatalog()
  const { prices } = useSuspenseQuery(pricesQ).data
  const plan = plans.find(({ name }) => name === values.plan)
  const price = prices.find((one) => one.plan === values.plan)
  const missing = !plan || !values.image ? t('Choose an image and a size first.') : undefined
  return (
    <aside className={styles.panel} aria-label={t('Summary')}>
      <Card title={t('Summary')} line>
        <dl className={styles.lines}>
          <Line label={t('Image')}>{values.image ? imageName(values.image) : '–'}</Line>
          <Line label={t('Plan')}>{plan?.displayName ?? '–'}</Line>
          <Line label={t('Size')}>
            {plan &&
              t('{cpus} vCPU, {memory}, {disk} GiB', {
                cpus: plan.vcpus,
                memory: formatMemory(plan.memoryMib),
                disk: plan.diskGib,
              })}
          </Line>
        </dl>
        {price && <Cost price={price} />}
        <div className={styles.submit}>
          <div className={`${styles.bar} phone-only`}>
            <span className="strong num">
              {price?.hour && t('{price} per hour', { price: formatRate(price.hour) })}
            </span>
            <span className="small muted num">
              {price?.setupFee &&
                t('plus {price} set-up, once', { price: formatMoney(price.setupFee) })}
            </span>
          </div>
          <Button type="submit" look="primary" wide loading={loading} disabledReason={missing}>
            {t('Create instance')}
          </Button>
        </div>
      </Card>
      <p className={`small muted ${styles.promise}`}>
        {t(
          'Set-up and the first hour are held until the instance is ready, and given back if it fails.',
        )}
      </p>
    </aside>
  )
}

function Cost({ price: { hour, month, setupFee } }: { price: Price }) {
  const { project } = useApp()
  const { available } = useSuspenseQuery(accountQ(project)).data
  if (!hour || !setupFee || !available) return null
  const left = subtract(available, setupFee)
  return (
    <>
      <div className={styles.cost} aria-live="polite">
        <span className={`${styles.rate} num`}>{formatRate(hour)}</span>{' '}
        <span className="muted">{t('per hour')}</span>
        <div className="small muted num">
          {month && t('max {price} a month', { price: formatMoney(month) })}
        </div>
      </div>
      <dl className={styles.lines}>
        <Line label={t('Set-up, once')}>{formatMoney(setupFee)}</Line>
        <Line label={t('Available')}>{formatMoney(available)}</Line>
        <Line label={t('After set-up')}>
          <span className={left.micros.startsWith('-') ? 'danger' : undefined}>
            {formatMoney(left)}
          </span>
        </Line>
        <Line label={t('Would last')}>{lasts(left, hour)}</Line>
      </dl>
    </>
  )
}

function lasts(left: Money, hour: Money) {
  const hours = hoursLeft(left, hour)
  if (hours === null) return t('without end')
  return hours > 0n ? t('{n} h', { n: count(hours) }) : '–'
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  )
}
