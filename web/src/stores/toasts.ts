import type { Toast } from '../ui/Toasts'
import { createStore } from '../util/store'

const most = 3

export const toastStore = createStore<readonly Toast[]>([])

export function addToast(title: string, text?: string) {
  push({ tone: 'success', title, text })
}

export function addFailure(title: string, text?: string) {
  push({ tone: 'danger', title, text })
}

export function dismissToast(id: string) {
  toastStore.set(toastStore.get().filter((toast) => toast.id !== id))
}

function push(toast: Omit<Toast, 'id'>) {
  toastStore.set([...toastStore.get(), { ...toast, id: crypto.randomUUID() }].slice(-most))
}
