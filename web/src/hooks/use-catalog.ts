import { useSuspenseQuery } from '@tanstack/react-query'
import { imagesQ, plansQ } from '../api/resources'
import { idOf } from '../util/names'

/** Plans and images by name, in the words of people. */
export function useCatalog() {
  const { plans } = useSuspenseQuery(plansQ).data
  const { images } = useSuspenseQuery(imagesQ).data
  const shown = (all: { name: string; displayName: string }[], name: string) =>
    all.find((one) => one.name === name)?.displayName ?? idOf(name)
  return {
    plans,
    images,
    planName: (name: string) => shown(plans, name),
    imageName: (name: string) => shown(images, name),
  }
}
