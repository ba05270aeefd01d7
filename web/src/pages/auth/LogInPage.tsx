import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { logIn } from '../../api/methods'
import { AuthLayout } from '../../components/AuthLayout'
import { CredentialsForm } from '../../forms/credentials'
import { paths } from '../../paths'
import { safeNext } from '../../util/next'
import { t } from '../../util/t'

const route = getRouteApi('/login')

export default function LogInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  return (
    <AuthLayout
      title={t('Log in')}
      lead={t('Your cloud console')}
      after={
        <>
          {t('New here?')} <Link {...paths.signUp(next)}>{t('Create an account')}</Link>
        </>
      }
    >
      <CredentialsForm
        method={logIn}
        submitLabel={t('Log in')}
        onDone={() => router.history.push(safeNext(next))}
      />
    </AuthLayout>
  )
}
