import { useSuspenseQuery } from '@tanstack/react-query'
import { instancesQ } from '../api/resources'
import type { AuditRecord } from '../api/types'
import { askedFor } from '../util/audit'
import { idOf, shortId } from '../util/names'
import { useApp } from './use-app'

/** What a record of the trail was about, as people call it. */
export function useSubject() {
  const { project } = useApp()
  const { instances } = useSuspenseQuery(instancesQ(project)).data
  return ({ resource, requestJson }: Pick<AuditRecord, 'resource' | 'requestJson'>): string => {
    const instance = instances.find(({ name }) => name === resource)
    return instance?.displayName ?? askedFor(requestJson) ?? subjectOf(resource)
  }
}

// Of a project or its account the method has said enough.
function subjectOf(resource: string) {
  return /^projects\/[^/]+\/[^/]+\/[^/]+/.test(resource) ? shortId(idOf(resource)) : ''
}
