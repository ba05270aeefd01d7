import { useNavigate } from '@tanstack/react-router'
import { sentence } from '../api/errors'
import { logOut } from '../api/methods'
import { useApiMutation } from '../api/queries'
import { endSession } from '../api/session'
import { paths } from '../paths'
import { addFailure } from '../stores/toasts'
import { t } from '../util/t'

export function useLogOut() {
  const navigate = useNavigate()
  const mutation = useApiMutation(logOut, {
    onSuccess() {
      return endSession(() => navigate(paths.logIn()))
    },
    onError: (error) => addFailure(t('You are still logged in'), sentence(error)),
  })
  return () => mutation.mutate({})
}
