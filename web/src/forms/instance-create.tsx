import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { ApiError } from '../api/errors'
import { createInstance } from '../api/methods'
import { useApiMutation } from '../api/queries'
import { queryClient } from '../api/query-client'
import { instanceQ, instancesQ, instanceTasksQ, pricesQ } from '../api/resources'
import { FormError } from '../components/FormError'
import { useApp } from '../hooks/use-app'
import { useCatalog } from '../hooks/use-catalog'
import { paths } from '../paths'
import { suggestName } from '../util/display-name'
import { readKeys } from '../util/ssh-keys'
import styles from './instance-create.module.scss'
import { NameAndAccess } from './instance-create-fields'
import { ImageField, PlanField } from './instance-create-options'
import { PricePanel } from './instance-create-price'

export interface InstanceValues {
  image: string
  plan: string
  sshKeys: string
  displayName: string
}

const fieldsOfServer: Record<string, keyof InstanceValues> = {
  'instance.displayName': 'displayName',
  'instance.plan': 'plan',
  'instance.image': 'image',
  'instance.sshKeys': 'sshKeys',
}

const fieldsOfReason: Record<string, keyof InstanceValues> = {
  NAME_TAKEN: 'displayName',
  DISPLAY_NAME_INVALID: 'displayName',
  SSH_KEY_INVALID: 'sshKeys',
}

export function InstanceCreateForm() {
  const { project } = useApp()
  const { plans, images } = useCatalog()
  const { prices } = useSuspenseQuery(pricesQ).data
  const navigate = useNavigate()
  const [image] = images
  const form = useForm<InstanceValues>({
    defaultValues: {
      image: image?.name ?? '',
      plan: plans.find(({ name }) => prices.some(({ plan }) => plan === name))?.name ?? '',
      sshKeys: '',
      displayName: suggestName(
        image?.displayName ?? '',
        // Only to begin with: that others come and go does not concern the form.
        queryClient
          .getQueryData(instancesQ(project).queryKey)
          ?.instances.map((one) => one.displayName) ?? [],
      ),
    },
  })
  const create = useApiMutation(createInstance, {
    onSuccess({ instance, task }) {
      if (!instance || !task) return
      // All that its page shows is in the answer: it opens without asking again.
      queryClient.setQueryData(instanceQ(instance.name).queryKey, instance)
      queryClient.setQueryData(instanceTasksQ(project, instance.name).queryKey, {
        tasks: [task],
        nextPageToken: '',
      })
      navigate(paths.instance(instance.name))
    },
    onError(error) {
      const [first, ...rest] = misplaced(error)
      for (const [field, message] of rest) form.setError(field, { message })
      if (first) form.setError(first[0], { message: first[1] }, { shouldFocus: true })
    },
  })
  const submit = form.handleSubmit((values) => create.mutate(toCreateInstance(project, values)))
  const said = misplaced(create.error).length > 0
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className="stack">
        {!said && <FormError error={create.error} />}
        <ImageField control={form.control} />
        <PlanField control={form.control} />
        <NameAndAccess control={form.control} />
      </div>
      <PricePanel control={form.control} loading={create.isPending} />
    </form>
  )
}

/** The API's shape, made at submit. */
export function toCreateInstance(parent: string, { sshKeys, ...values }: InstanceValues) {
  return { parent, instance: { ...values, sshKeys: readKeys(sshKeys) } }
}

/** What the server says about single fields. */
function misplaced(error: Error | null): [keyof InstanceValues, string][] {
  if (!(error instanceof ApiError)) return []
  const byReason = fieldsOfReason[error.reason]
  if (byReason) return [[byReason, error.message]]
  return [...error.violations].flatMap(([path, message]): [keyof InstanceValues, string][] => {
    const field = fieldsOfServer[path.replace(/\[\d+\]$/, '')]
    return field ? [[field, message]] : []
  })
}
