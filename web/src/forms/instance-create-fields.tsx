import { memo } from 'react'
import { type Control, useController } from 'react-hook-form'
import { Card } from '../ui/Card'
import { Field } from '../ui/Field'
import { displayNameProblem } from '../util/display-name'
import { badKey } from '../util/ssh-keys'
import { t } from '../util/t'
import type { InstanceValues } from './instance-create'
import styles from './instance-create.module.scss'

export const NameAndAccess = memo(function NameAndAccess({
  control,
}: {
  control: Control<InstanceValues>
}) {
  return (
    <Card title={t('Name and access')}>
      <div className={styles.fields}>
        <NameField control={control} />
        <KeysField control={control} />
      </div>
    </Card>
  )
})

function NameField({ control }: { control: Control<InstanceValues> }) {
  const { field, fieldState } = useController({
    control,
    name: 'displayName',
    rules: { validate: (name) => displayNameProblem(name) ?? true },
  })
  return (
    <Field
      label={t('Name')}
      help={t('Small letters, digits and hyphens. It becomes the host name.')}
      error={fieldState.error?.message}
    >
      {(props) => (
        <input
          {...field}
          {...props}
          className="form-control"
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
  )
}

function KeysField({ control }: { control: Control<InstanceValues> }) {
  const { field, fieldState } = useController({
    control,
    name: 'sshKeys',
    rules: { validate: keysProblem },
  })
  return (
    <Field
      label={t('SSH public keys')}
      help={t(
        'One a line, such as the content of id_ed25519.pub. Without a key nobody can log in.',
      )}
      error={fieldState.error?.message}
    >
      {(props) => (
        <textarea {...field} {...props} className="form-control mono" rows={3} spellCheck={false} />
      )}
    </Field>
  )
}

function keysProblem(text: string): string | true {
  const bad = badKey(text)
  return (
    bad === undefined || t('“{line}” is not an OpenSSH public key.', { line: bad.slice(0, 40) })
  )
}
