import { dismissToast, toastStore } from '../stores/toasts'
import { Toasts } from '../ui/Toasts'
import { useStore } from '../util/store'
import { t } from '../util/t'

export function ToastRegion() {
  return (
    <Toasts toasts={useStore(toastStore)} dismissLabel={t('Dismiss')} onDismiss={dismissToast} />
  )
}
