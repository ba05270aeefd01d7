import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { instanceQ } from '../api/resources'
import { useApp } from './use-app'

/** The instance in the address bar. Only on its pages, whose loader has read it. */
export function useInstance() {
  const { project } = useApp()
  const { instance } = useParams({ from: '/app/projects/$project/instances/$instance' })
  return useSuspenseQuery(instanceQ(`${project}/instances/${instance}`)).data
}
