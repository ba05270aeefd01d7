import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { signUp } from '../../api/methods'
import { AuthLayout } from '../../components/AuthLayout'
import { CredentialsForm } from '../../forms/credentials'
import { paths } from '../../paths'
import { safeNext } from '../../util/next'
import { t } from '../../util/t'

const route = getRouteApi('/sign-up')

export default function SignUpPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  return (
    <AuthLayout
      title={t('Create an account')}
      lead={t('With it comes a project of your own')}
      after={
        <>
          {t('Have an account?')} <Link {...paths.logIn(next)}>{t('Log in')}</Link>
        </>
      }
    >
      <CredentialsForm
        method={signUp}
        submitLabel={t('Create account')}
        newPassword={t('8 to 128 characters. Common passwords are refused.')}
        onDone={() => router.history.push(safeNext(next))}
      />
    </AuthLayout>
  )
}
